import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Radio, Select } from "antd";
import { api, asFault, type Export } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { instantOf } from "../../words/time";
import { period } from "./rules";

interface Fields { kind: Export["kind"]; format: Export["format"]; view?: string; state?: string[]; tag?: string; from?: string; to?: string }

const states = ["open", "waiting", "snoozed", "resolved"] as const;

/** What shall go out, and how it is written. */
export function ExportForm({ close }: { close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const once = useOnce();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form) ?? "contacts";
  const view = Form.useWatch("view", form);
  const views = useQuery({ queryKey: keys.views, queryFn: api.conversations.views, enabled: kind === "conversations" });
  const tags = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, enabled: kind === "conversations", staleTime: 60_000 });
  const start = useMutation({
    mutationFn: ({ kind, format, from, to, ...rest }: Fields) => {
      const narrowed = kind === "conversations" ? { view: rest.view, state: rest.view ? undefined : rest.state?.join(",") || undefined, tag: rest.tag } : {};
      const body = { kind, format, ...period(from ?? "", to ?? "", instantOf), ...narrowed };
      return api.exports.start(body, once(body));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.exports });
      close();
    },
  });
  return (
    <Modal open title={t("transfer.export")} okText={t("transfer.exportGo")} cancelText={t("act.cancel")} confirmLoading={start.isPending} onCancel={close} onOk={form.submit}>
      <Form name="export" form={form} layout="vertical" requiredMark={false} onFinish={start.mutate} initialValues={{ kind: "contacts", format: "csv" }}>
        {start.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(start.error))} className="door-fault" />}
        <Form.Item name="kind" label={t("transfer.what")}><Radio.Group options={(["contacts", "conversations"] as const).map((each) => ({ value: each, label: t(`transfer.kinds.${each}`) }))} /></Form.Item>
        <Form.Item name="format" label={t("transfer.format")}><Radio.Group className="radio-lines" options={(["csv", "jsonl"] as const).map((each) => ({ value: each, label: t(`transfer.formats.${each}`) }))} /></Form.Item>
        {kind === "conversations" && (
          <div className="form-row">
            <Form.Item name="view" label={t("transfer.view")}><Select allowClear options={views.data?.items.map((each) => ({ value: each.key, label: has(`view.${each.key}`) ? t(`view.${each.key}`) : each.name }))} /></Form.Item>
            {!view && <Form.Item name="state" label={t("transfer.state")}><Select mode="multiple" allowClear options={states.map((each) => ({ value: each, label: t(`state.${each}`) }))} /></Form.Item>}
            <Form.Item name="tag" label={t("transfer.tag")}><Select allowClear showSearch options={tags.data?.items.map((each) => ({ value: each.tag, label: each.tag }))} /></Form.Item>
          </div>
        )}
        <div className="form-row">
          <Form.Item name="from" label={t("transfer.from")}><Input type="date" max="9999-12-31" /></Form.Item>
          <Form.Item name="to" label={t("transfer.to")}><Input type="date" max="9999-12-31" /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
