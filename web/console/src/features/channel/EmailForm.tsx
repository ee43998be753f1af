import { Button, Form, Input, InputNumber, Select } from "antd";
import type { Channel, ChannelSettings } from "../../api";
import { useWords } from "../../words";
import { useChangeChannel } from "./useChannel";

type Fields = { name: string } & Pick<ChannelSettings, "address" | "from_name" | "smtp">;

const ports = { starttls: 587, tls: 465, none: 25 };

export function EmailForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const [form] = Form.useForm<Fields>();
  const { settings } = channel;
  const save = ({ name, ...rest }: Fields) => change.mutate({ name, settings: { ...settings, ...rest } });
  const moved = (security: keyof typeof ports) => form.setFieldValue(["smtp", "port"], ports[security]);
  return (
    <Form
      name="channel" form={form} layout="vertical" requiredMark={false} disabled={!channel.can.change} onFinish={save} key={channel.version}
      initialValues={{ name: channel.name, address: settings.address, from_name: settings.from_name, smtp: { ...settings.smtp, port: settings.smtp?.port || ports.starttls, security: settings.smtp?.security || "starttls" } }}
    >
      <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input /></Form.Item>
      <div className="form-row">
        <Form.Item name="address" label={t("channels.address")} rules={[{ type: "email", message: t("field.emailMissing") }]}><Input type="email" placeholder="help@example.com" /></Form.Item>
        <Form.Item name="from_name" label={t("channels.fromName")}><Input /></Form.Item>
      </div>
      <fieldset className="form-group">
        <legend>{t("channels.smtp")}</legend>
        <p className="section-lead">{t("channels.smtpHint")}</p>
        <div className="form-row">
          <Form.Item name={["smtp", "host"]} label={t("channels.host")}><Input placeholder="smtp.example.com" /></Form.Item>
          <Form.Item name={["smtp", "security"]} label={t("channels.security")}><Select onChange={moved} options={(["starttls", "tls", "none"] as const).map((each) => ({ value: each, label: t(`channels.securities.${each}`) }))} /></Form.Item>
          <Form.Item name={["smtp", "port"]} label={t("channels.port")}><InputNumber min={1} max={65535} style={{ width: "100%" }} /></Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name={["smtp", "user"]} label={t("channels.user")}><Input autoComplete="off" /></Form.Item>
          <Form.Item name={["smtp", "password"]} label={t("field.password")} extra={settings.smtp?.password ? t("channels.passwordKept") : undefined}><Input.Password autoComplete="new-password" /></Form.Item>
        </div>
      </fieldset>
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}
