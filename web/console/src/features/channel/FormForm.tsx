import { Button, Checkbox, Form, Input, Select } from "antd";
import type { Channel, ChannelSettings } from "../../api";
import { useKeptForm } from "../../ui/useKeptForm";
import { locales, useWords } from "../../words";
import { Logo } from "./Logo";
import { Mailbox } from "./Mailbox";
import { isOrigin } from "./rules";
import { Questions, toFields, toQuestions, type Question } from "./Questions";
import { useChangeChannel } from "./useChannel";

type Fields = Pick<ChannelSettings, "allowed_origins" | "title" | "intro" | "thanks" | "colour" | "logo" | "mailbox" | "files"> & { name: string; questions: Question[] };

export function FormForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const { settings } = channel;
  const initial = { ...settings, name: channel.name, colour: settings.colour || "#0f766e", questions: toQuestions(settings.fields) };
  const { form, saved } = useKeptForm<Fields>(channel.version, initial);
  const save = ({ name, questions, ...rest }: Fields) => change.mutate({ name, settings: { ...rest, fields: toFields(questions) } }, { onSuccess: saved });
  return (
    <Form
      name="channel" form={form} layout="vertical" requiredMark={false} disabled={!channel.can.change} onFinish={save} initialValues={initial}
    >
      <div className="form-row">
        <Form.Item name="name" label={t("channels.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input /></Form.Item>
        <Form.Item name="colour" label={t("channels.colour")}><Input type="color" className="colour-box" /></Form.Item>
        <Form.Item name="logo" label={t("channels.logo")}><Logo /></Form.Item>
      </div>
      <Form.Item name="mailbox" label={t("channels.mailbox")} extra={t("channels.mailboxFormHint")}><Mailbox /></Form.Item>
      <Form.Item name="allowed_origins" label={t("channels.origins")} extra={t("channels.originsHint")} rules={[{ validator: (_rule, origins: string[] = []) => (origins.every(isOrigin) ? Promise.resolve() : Promise.reject(new Error(t("channels.originsWrong")))) }]}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", " ", "\uff0c"]} placeholder="https://www.example.com" />
      </Form.Item>
      <fieldset className="form-group">
        <legend>{t("channels.fields")}</legend>
        <Questions name="questions" />
        <Form.Item name="files" valuePropName="checked" className="after-list"><Checkbox>{t("channels.files")}</Checkbox></Form.Item>
      </fieldset>
      {locales.map((locale) => (
        <fieldset key={locale} className="form-group">
          <legend>{t(`language.${locale}`)}</legend>
          <Form.Item name={["title", locale]} label={t("channels.titleText")}><Input maxLength={60} lang={locale} /></Form.Item>
          <Form.Item name={["intro", locale]} label={t("channels.intro")}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={1000} lang={locale} /></Form.Item>
          <Form.Item name={["thanks", locale]} label={t("channels.thanks")}><Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} maxLength={1000} lang={locale} /></Form.Item>
        </fieldset>
      ))}
      <fieldset className="form-group">
        <legend>{t("channels.preview")}</legend>
        <p className="section-lead">{t("channels.previewSaved")}</p>
        <iframe className="form-preview" title={t("channels.preview")} src={`/contact/${channel.key}`} />
      </fieldset>
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}
