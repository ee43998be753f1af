import { Button, Checkbox, Form, Input, InputNumber, Select } from "antd";
import type { Channel, ChannelSettings } from "../../api";
import { useKeptForm } from "../../ui/useKeptForm";
import { locales, useWords } from "../../words";
import { Logo } from "./Logo";
import { Mailbox } from "./Mailbox";
import { Preview } from "./Preview";
import { Questions, toFields, toQuestions, type Question } from "./Questions";
import { isOrigin } from "./rules";
import { useChangeChannel } from "./useChannel";

type Fields = Required<Pick<ChannelSettings, "allowed_origins" | "greeting" | "title" | "colour" | "identity" | "continuing" | "before">> & {
  name: string; questions: Question[]; look: NonNullable<ChannelSettings["look"]>; sound: boolean;
};

const themes = ["auto", "light", "dark"] as const;
const positions = ["right", "left"] as const;

export function WebchatForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const change = useChangeChannel(channel);
  const { settings } = channel;
  const initial = {
    name: channel.name, allowed_origins: settings.allowed_origins ?? [], greeting: settings.greeting ?? {}, title: settings.title ?? {}, colour: settings.colour || "#0f766e",
    look: settings.look ?? { theme: "auto", position: "right", radius: 18, launcher: {}, logo: "" }, sound: !settings.look?.quiet,
    before: settings.before ?? { asks: false, intro: {} }, questions: toQuestions(settings.before?.fields ?? undefined),
    identity: { ...settings.identity, attributes: settings.identity?.attributes ?? [] }, continuing: settings.continuing ?? { mailbox: "", minutes: 10, page: "" },
  };
  const { form, saved } = useKeptForm<Fields>(channel.version, initial);
  const save = ({ name, questions, sound, ...rest }: Fields) => change.mutate({
    name, settings: { ...rest, look: { ...rest.look, quiet: !sound }, before: { ...rest.before, fields: toFields(questions) } },
  }, { onSuccess: saved });
  return (
    <Form
      name="channel" form={form} layout="vertical" requiredMark={false} disabled={!channel.can.change} onFinish={save} initialValues={initial}
    >
      <div className="with-preview">
        <div>
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
          <fieldset className="form-group">
            <legend>{t("channels.look")}</legend>
            <div className="form-row">
              <Form.Item name={["look", "theme"]} label={t("channels.theme")}><Select options={themes.map((value) => ({ value, label: t(`channels.themes.${value}`) }))} /></Form.Item>
              <Form.Item name={["look", "position"]} label={t("channels.position")}><Select options={positions.map((value) => ({ value, label: t(`channels.positions.${value}`) }))} /></Form.Item>
              <Form.Item name={["look", "radius"]} label={t("channels.radius")}><InputNumber min={0} max={32} style={{ width: "100%" }} /></Form.Item>
            </div>
            <Form.Item name={["look", "logo"]} label={t("channels.logo")}><Logo /></Form.Item>
            <Form.Item name="sound" valuePropName="checked" noStyle><Checkbox>{t("channels.sound")}</Checkbox></Form.Item>
          </fieldset>
        </div>
        <Preview form={form} />
      </div>
      {locales.map((locale) => (
        <fieldset key={locale} className="form-group">
          <legend>{t(`language.${locale}`)}</legend>
          <div className="form-row">
            <Form.Item name={["title", locale]} label={t("channels.titleText")}><Input maxLength={60} lang={locale} /></Form.Item>
            <Form.Item name={["look", "launcher", locale]} label={t("channels.launcher")}><Input maxLength={30} lang={locale} /></Form.Item>
          </div>
          <Form.Item name={["greeting", locale]} label={t("channels.greeting")}><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={400} lang={locale} /></Form.Item>
          <Form.Item name={["before", "intro", locale]} label={`${t("channels.before")} · ${t("channels.intro")}`}><Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} maxLength={400} lang={locale} /></Form.Item>
        </fieldset>
      ))}
      <fieldset className="form-group">
        <legend>{t("channels.before")}</legend>
        <p className="section-lead">{t("channels.beforeHint")}</p>
        <Form.Item name={["before", "asks"]} valuePropName="checked"><Checkbox>{t("channels.beforeAsks")}</Checkbox></Form.Item>
        <Questions name="questions" />
      </fieldset>
      <fieldset className="form-group">
        <legend>{t("channels.continuing")}</legend>
        <p className="section-lead">{t("channels.continuingHint")}</p>
        <div className="form-row">
          <Form.Item name={["continuing", "mailbox"]} label={t("channels.mailbox")}><Mailbox /></Form.Item>
          <Form.Item name={["continuing", "minutes"]} label={t("channels.minutes")}><InputNumber min={1} max={10080} style={{ width: "100%" }} /></Form.Item>
          <Form.Item name={["continuing", "page"]} label={t("channels.page")}><Input type="url" placeholder={t("channels.pageHint")} /></Form.Item>
        </div>
      </fieldset>
      <fieldset className="form-group">
        <legend>{t("channels.identity")}</legend>
        <p className="section-lead">{t("channels.identityHint")}</p>
        <Form.Item name={["identity", "keys"]} label={t("channels.keys")} extra={t("channels.keysHint")}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} className="mono" /></Form.Item>
        <Form.Item name={["identity", "attributes"]} label={t("channels.attributes")}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", " "]} /></Form.Item>
        <Form.Item name={["identity", "user_hash"]} valuePropName="checked"><Checkbox>{t("channels.userHash")}</Checkbox></Form.Item>
        <Form.Item name={["identity", "required"]} valuePropName="checked"><Checkbox>{t("channels.identityRequired")}</Checkbox></Form.Item>
      </fieldset>
      {channel.can.change && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("channels.save")}</Button>}
    </Form>
  );
}
