import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { api, asFault, type ChannelKind, type ChannelSettings } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { MailWizard } from "./MailWizard";

const kinds: ChannelKind[] = ["webchat", "form", "email", "api"];

export function NewChannel({ close }: { close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<{ kind: ChannelKind; name: string }>();
  const add = useMutation({
    mutationFn: api.channels.add,
    onSuccess: (channel) => {
      void client.invalidateQueries({ queryKey: keys.channels });
      void navigate({ to: "/settings/channels/$id", params: { id: channel.id } });
    },
  });
  const kind = Form.useWatch("kind", form);
  const [mailbox, setMailbox] = useState("");
  const openMailbox = (settings: ChannelSettings) =>
    add.mutateAsync({ kind: "email", name: mailbox, settings }).catch((cause: unknown) => { say.bad(faultWords(t, asFault(cause))); return undefined; });
  if (mailbox) return <MailWizard name={mailbox} open={openMailbox} opening={add.isPending} close={close} back={() => setMailbox("")} />;
  const next = (fields: { kind: ChannelKind; name: string }) => (fields.kind === "email" ? setMailbox(fields.name.trim()) : add.mutate(fields));
  return (
    <Modal open title={t("channels.add")} okText={t(kind === "email" ? "wizard.next" : "channels.make")} cancelText={t("act.cancel")} confirmLoading={add.isPending} onCancel={close} onOk={form.submit}>
      <Form name="channel-new" form={form} layout="vertical" requiredMark={false} initialValues={{ kind: "webchat" }} onFinish={next}>
        {add.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(add.error))} className="door-fault" />}
        <Form.Item name="kind" label={t("channels.kind")}>
          <Radio.Group className="choices" options={kinds.map((kind) => ({ value: kind, label: <span><b>{t(`channel.kind.${kind}`)}</b><small>{t(`channels.about.${kind}`)}</small></span> }))} />
        </Form.Item>
        <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input placeholder={t("channels.nameHint")} /></Form.Item>
      </Form>
    </Modal>
  );
}
