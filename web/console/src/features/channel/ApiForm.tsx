import { Button, Form, Input } from "antd";
import type { Channel } from "../../api";
import { useKeptForm } from "../../ui/useKeptForm";
import { useWords } from "../../words";
import { useChangeChannel } from "./useChannel";

export function ApiForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const { form, saved } = useKeptForm<{ name: string }>(channel.version, channel);
  return (
    <Form name="channel" form={form} layout="vertical" requiredMark={false} disabled={!channel.can.change} initialValues={channel} onFinish={({ name }) => change.mutate({ name }, { onSuccess: saved })}>
      <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input /></Form.Item>
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}
