import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, InputNumber, Modal, Radio, Select } from "antd";
import { api, asFault, type RetentionRule, type RetentionSave } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const states = ["open", "waiting", "snoozed", "resolved"];
const fresh: RetentionSave = { name: "", subject: "conversation", states: ["resolved"], tags: [], channels: [], since: "resolved", days: 365, act: "anonymise", position: 1 };

/** What is kept for how long. */
export function RuleForm({ rule, close }: { rule: RetentionRule | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const once = useOnce();
  const [form] = Form.useForm<RetentionSave>();
  const subject = Form.useWatch("subject", form) ?? rule?.subject ?? fresh.subject;
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list });
  const tags = useQuery({ queryKey: keys.tags, queryFn: api.conversations.tags, staleTime: 60_000 });
  const save = useMutation({
    mutationFn: (fields: RetentionSave) => {
      const wanted = { ...fresh, ...fields, ...(fields.subject === "contact" ? { act: "delete" as const, since: "last_message" as const } : {}) };
      return rule ? api.retention.change(rule.id, { ...wanted, active: rule.active, version: rule.version }) : api.retention.add(wanted, once(wanted));
    },
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.retention }); say.done(t("act.saved")); close(); },
  });
  return (
    <Modal open width={600} title={rule ? t("retention.change", { name: rule.name }) : t("retention.add")} okText={t("act.save")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="retention" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={rule ?? fresh}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        {rule?.active && <Alert type="info" showIcon title={t("retention.changeMeans")} className="door-fault" />}
        <Form.Item name="name" label={t("retention.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus maxLength={100} /></Form.Item>
        <Form.Item name="subject" label={t("retention.subject")}><Radio.Group options={(["conversation", "contact"] as const).map((each) => ({ value: each, label: t(`retention.subjects.${each}`) }))} /></Form.Item>
        {subject === "conversation" && (
          <>
            <Form.Item name="states" label={t("retention.states")} rules={[{ required: true, message: t("retention.statesMissing") }]}><Select mode="multiple" options={states.map((each) => ({ value: each, label: t(`state.${each}`) }))} /></Form.Item>
            <Form.Item name="tags" label={t("retention.tags")} extra={t("retention.tagsHint")}><Select mode="tags" options={tags.data?.items.map((each) => ({ value: each.tag, label: each.tag }))} /></Form.Item>
            <Form.Item name="channels" label={t("retention.channels")} extra={t("retention.channelsHint")}><Select mode="multiple" optionFilterProp="label" options={channels.data?.items.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
            <Form.Item name="since" label={t("retention.since")}><Radio.Group options={(["resolved", "last_message"] as const).map((each) => ({ value: each, label: t(`retention.sinces.${each}`) }))} /></Form.Item>
          </>
        )}
        <Form.Item name="days" label={t("retention.days")} rules={[{ required: true, message: t("retention.daysMissing") }]}><InputNumber min={1} max={36500} precision={0} /></Form.Item>
        {subject === "conversation" && <Form.Item name="act" label={t("retention.act")}><Radio.Group className="radio-lines" options={(["anonymise", "delete"] as const).map((each) => ({ value: each, label: t(`retention.actMeans.${each}`) }))} /></Form.Item>}
        <Form.Item name="position" label={t("retention.position")} extra={t("retention.positionHint")}><InputNumber min={0} max={1000} precision={0} /></Form.Item>
      </Form>
    </Modal>
  );
}
