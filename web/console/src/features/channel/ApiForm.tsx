import { Button, Form, Input } from "antd";
import type { Channel } from "../../api";
import { useWords } from "../../words";
import { useChangeChannel } from "./useChannel";

export function ApiForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  return (
    <Form name="channel" layout="vertical" requiredMark={false} disabled={!channel.can.change} initialValues={channel} key={channel.version} onFinish={({ name }: { name: string }) => change.mutate({ name })}>
      <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input /></Form.Item>
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}
