import { Button, Form, Input, Select } from "antd";
import type { Channel } from "../../api";
import { locales, useWords } from "../../words";
import { useChangeChannel } from "./useChannel";

interface Fields { name: string; allowed_origins: string[]; greeting: Record<string, string>; title: Record<string, string>; colour: string }

export function WebchatForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const { settings } = channel;
  const save = ({ name, ...rest }: Fields) => change.mutate({ name, settings: { ...settings, ...rest } });
  return (
    <Form
      name="channel" layout="vertical" requiredMark={false} disabled={!channel.can.change} onFinish={save} key={channel.version}
      initialValues={{ name: channel.name, allowed_origins: settings.allowed_origins ?? [], greeting: settings.greeting ?? {}, title: settings.title ?? {}, colour: settings.colour || "#0f766e" }}
    >
      <div className="form-row">
        <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input /></Form.Item>
        <Form.Item name="colour" label={t("channels.colour")}><Input type="color" className="colour-box" /></Form.Item>
      </div>
      <Form.Item
        name="allowed_origins" label={t("channels.origins")} extra={t("channels.originsHint")}
        rules={[{ validator: (_rule, origins: string[]) => (origins.every(isOrigin) ? Promise.resolve() : Promise.reject(new Error(t("channels.originsWrong")))) }]}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", " ", "\uff0c"]} placeholder="https://www.example.com" />
      </Form.Item>
      {locales.map((locale) => (
        <fieldset key={locale} className="form-group">
          <legend>{t(`language.${locale}`)}</legend>
          <Form.Item name={["title", locale]} label={t("channels.titleText")}><Input maxLength={60} lang={locale} /></Form.Item>
          <Form.Item name={["greeting", locale]} label={t("channels.greeting")}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={400} lang={locale} /></Form.Item>
        </fieldset>
      ))}
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text.replace(/\/$/, "");
  } catch {
    return text === "*";
  }
}
