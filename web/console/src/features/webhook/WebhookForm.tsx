import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Form, Input, Modal, Radio, Select } from "antd";
import { api, asFault, type Webhook } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Copy } from "../../ui/Copy";
import { say } from "../../ui/say";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { eventChoices } from "./rules";
import { useEventName } from "./useEventName";

interface Fields { name: string; url: string; events: string[]; content: Webhook["content"]; clear: boolean }

/** Tells another program of events, or changes what it is told. */
export function WebhookForm({ webhook, close }: { webhook: Webhook | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const name = useEventName();
  const once = useOnce();
  const mayClear = useMe().permissions.includes("personal.see") || webhook?.clear;
  const [form] = Form.useForm<Fields>();
  const events = useQuery({ queryKey: ["events"], queryFn: api.webhooks.events, staleTime: Infinity });
  const save = useMutation({
    mutationFn: async (fields: Fields) => {
      if (!webhook) return api.webhooks.add(fields, once(fields));
      await api.webhooks.change(webhook.id, { ...fields, version: webhook.version });
      return null;
    },
    onSuccess: (added) => {
      void client.invalidateQueries({ queryKey: keys.webhooks });
      if (added) return;
      say.done(t("act.saved"));
      close();
    },
  });
  if (save.data) {
    return (
      <Modal open title={t("webhooks.made", { name: save.data.name })} onCancel={close} footer={<Button type="primary" onClick={close}>{t("act.done")}</Button>}>
        <p>{t("webhooks.madeMeans")}</p>
        <Copy value={save.data.secret} label={t("webhooks.secret")} secret />
      </Modal>
    );
  }
  return (
    <Modal open width={600} title={webhook ? t("webhooks.change", { name: webhook.name }) : t("webhooks.add")} okText={t("act.save")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="webhook" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={webhook ?? { events: ["message.*", "conversation.*"], content: "ids", clear: false }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <Form.Item name="name" label={t("webhooks.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus maxLength={80} placeholder={t("webhooks.nameHint")} /></Form.Item>
        <Form.Item name="url" label={t("webhooks.url")} rules={[{ required: true, message: t("webhooks.urlMissing") }]} extra={t("webhooks.urlHint")}><Input type="url" inputMode="url" placeholder="https://example.com/anlan" /></Form.Item>
        <Form.Item name="events" label={t("webhooks.events")} rules={[{ required: true, message: t("webhooks.eventsMissing") }]}>
          <Select mode="multiple" optionFilterProp="label" loading={events.isPending} options={[
            { label: t("webhooks.everything"), value: "*" },
            ...eventChoices(events.data?.items ?? []).map((group) => ({ label: has(`webhooks.topics.${group.topic}`) ? t(`webhooks.topics.${group.topic}`) : group.topic, title: group.topic, options: group.events.map((event) => ({ value: event, label: name(event), title: event })) })),
          ]} />
        </Form.Item>
        <Form.Item name="content" label={t("webhooks.content")}>
          <Radio.Group className="radio-lines" options={(["ids", "objects"] as const).map((each) => ({ value: each, label: t(`webhooks.contents.${each}`) }))} />
        </Form.Item>
        <Form.Item name="clear" valuePropName="checked" extra={t("webhooks.clearHint")}><Checkbox disabled={!mayClear}>{t("webhooks.clear")}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
