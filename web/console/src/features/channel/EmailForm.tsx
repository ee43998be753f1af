import { Button, Form, Input, InputNumber, Select } from "antd";
import type { Channel, ChannelSettings } from "../../api";
import { useKeptForm } from "../../ui/useKeptForm";
import { useWords } from "../../words";
import { TrySmtp, useTrySmtp } from "./TrySmtp";
import { useChangeChannel } from "./useChannel";
import { useProviders } from "./useProviders";

type Fields = { name: string } & Pick<ChannelSettings, "address" | "from_name" | "smtp" | "imap">;

const ports = { starttls: 587, tls: 465, none: 25 };
const inPorts = { starttls: 143, tls: 993, none: 143 };

export function EmailForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const { settings } = channel;
  const initial = {
    name: channel.name, address: settings.address, from_name: settings.from_name,
    smtp: { ...settings.smtp, port: settings.smtp?.port || ports.starttls, security: settings.smtp?.security || "starttls" },
    imap: { ...settings.imap, port: settings.imap?.port || inPorts.tls, security: settings.imap?.security || "tls", folder: settings.imap?.folder || "INBOX", begin: settings.imap?.begin || "now" },
  };
  const { form, saved } = useKeptForm<Fields>(channel.version, initial);
  const edit = ({ name, ...rest }: Fields) => ({ name, settings: rest });
  const save = (fields: Fields) => change.mutate(edit(fields), { onSuccess: saved });
  const attempt = useTrySmtp(channel.id, async () => saved(await change.mutateAsync(edit(await form.validateFields()))));
  const providers = useProviders();
  const choose = (key: string) => {
    const found = providers.find((each) => each.key === key);
    if (found) form.setFieldsValue({ imap: found.imap, smtp: found.smtp } as Fields);
  };
  const movedIn = (security: keyof typeof inPorts) => form.setFieldValue(["imap", "port"], inPorts[security]);
  const moved = (security: keyof typeof ports) => form.setFieldValue(["smtp", "port"], ports[security]);
  return (
    <Form
      name="channel" form={form} layout="vertical" requiredMark={false} disabled={!channel.can.change} onFinish={save} initialValues={initial}
    >
      <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input /></Form.Item>
      <div className="form-row">
        <Form.Item name="address" label={t("channels.address")} rules={[{ type: "email", message: t("field.emailMissing") }]}><Input type="email" placeholder="help@example.com" /></Form.Item>
        <Form.Item name="from_name" label={t("channels.fromName")}><Input /></Form.Item>
      </div>
      {channel.can.change && <Form.Item label={t("channels.serversOf")}><Select aria-label={t("channels.serversOf")} placeholder={t("channels.providerOther")} onChange={choose} options={providers.map((each) => ({ value: each.key, label: t(`wizard.provider.${each.key}`) }))} /></Form.Item>}
      <fieldset className="form-group">
        <legend>{t("channels.imap")}</legend>
        <p className="section-lead">{t("channels.imapHint")}</p>
        <div className="form-row">
          <Form.Item name={["imap", "host"]} label={t("wizard.host.imap")}><Input placeholder="imap.example.com" /></Form.Item>
          <Form.Item name={["imap", "security"]} label={t("channels.security")}><Select onChange={movedIn} options={(["tls", "starttls", "none"] as const).map((each) => ({ value: each, label: t(`channels.securities.${each}`) }))} /></Form.Item>
          <Form.Item name={["imap", "port"]} label={t("channels.port")}><InputNumber min={1} max={65535} style={{ width: "100%" }} /></Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name={["imap", "user"]} label={t("channels.user")} extra={t("channels.userUsual")}><Input autoComplete="off" /></Form.Item>
          <Form.Item name={["imap", "password"]} label={t("field.password")} extra={settings.imap?.password ? t("channels.passwordKept") : t("channels.appPassword")}><Input.Password autoComplete="new-password" /></Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name={["imap", "folder"]} label={t("channels.folder")}><Input /></Form.Item>
          <Form.Item name={["imap", "begin"]} label={t("channels.begin")}><Select options={(["now", "week", "month", "all"] as const).map((each) => ({ value: each, label: t(`channels.begins.${each}`) }))} /></Form.Item>
        </div>
      </fieldset>
      <fieldset className="form-group">
        <legend>{t("channels.smtp")}</legend>
        <p className="section-lead">{t("channels.smtpHint")}</p>
        <div className="form-row">
          <Form.Item name={["smtp", "host"]} label={t("wizard.host.smtp")}><Input placeholder="smtp.example.com" /></Form.Item>
          <Form.Item name={["smtp", "security"]} label={t("channels.security")}><Select onChange={moved} options={(["starttls", "tls", "none"] as const).map((each) => ({ value: each, label: t(`channels.securities.${each}`) }))} /></Form.Item>
          <Form.Item name={["smtp", "port"]} label={t("channels.port")}><InputNumber min={1} max={65535} style={{ width: "100%" }} /></Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name={["smtp", "user"]} label={t("channels.user")}><Input autoComplete="off" /></Form.Item>
          <Form.Item name={["smtp", "password"]} label={t("field.password")} extra={settings.smtp?.password ? t("channels.passwordKept") : undefined}><Input.Password autoComplete="new-password" /></Form.Item>
        </div>
        {channel.can.change && <TrySmtp attempt={attempt} />}
      </fieldset>
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}
