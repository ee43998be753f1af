import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Form, Input, Modal, Radio } from "antd";
import { api, asFault, type ChannelKind } from "../../api";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

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
  return (
    <Modal open title={t("channels.add")} okText={t("channels.make")} cancelText={t("act.cancel")} confirmLoading={add.isPending} onCancel={close} onOk={form.submit}>
      <Form name="channel-new" form={form} layout="vertical" requiredMark={false} initialValues={{ kind: "webchat" }} onFinish={add.mutate}>
        {add.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(add.error))} className="door-fault" />}
        <Form.Item name="kind" label={t("channels.kind")}>
          <Radio.Group className="choices" options={kinds.map((kind) => ({ value: kind, label: <span><b>{t(`channel.kind.${kind}`)}</b><small>{t(`channels.about.${kind}`)}</small></span> }))} />
        </Form.Item>
        <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input placeholder={t("channels.nameHint")} /></Form.Item>
      </Form>
    </Modal>
  );
}
