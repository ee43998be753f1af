import { Button, Checkbox, Form, Input, Select } from "antd";
import { asFault, type Contact, type Tier } from "../../api";
import { say } from "../../ui/say";
import { useKeptForm } from "../../ui/useKeptForm";
import { zones } from "../../ui/zones";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useChangeContact } from "./useContact";

interface Fields { name: string; tier: Tier; locale: string; time_zone: string; automatic: boolean }

export function ContactForm({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const change = useChangeContact(contact.id);
  const { form, saved } = useKeptForm<Fields>(contact.version, contact);
  const save = (fields: Fields) => change.mutate({ ...fields, locale: fields.locale ?? "", time_zone: fields.time_zone ?? "", version: contact.version }, {
    onSuccess: (row) => { saved(row); say.done(t("act.saved")); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Form name="contact" form={form} layout="vertical" disabled={!contact.can.change} onFinish={save} initialValues={contact} requiredMark={false}>
      <Form.Item name="name" label={t("contact.name")}><Input maxLength={200} /></Form.Item>
      <div className="form-row">
        <Form.Item name="tier" label={t("contact.tier")}>
          <Select options={(["standard", "vip"] as const).map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))} />
        </Form.Item>
        <Form.Item name="locale" label={t("contact.locale")}>
          <Select allowClear showSearch options={["zh-CN", "zh-TW", "en", "ja", "ko", "id", "ms", "th", "vi", "de", "fr", "es", "pt", "ru"].map((each) => ({ value: each, label: `${nameOf(each)} (${each})` }))} />
        </Form.Item>
        <Form.Item name="time_zone" label={t("contact.timeZone")}>
          <Select allowClear showSearch options={zones().map((zone) => ({ value: zone, label: zone }))} />
        </Form.Item>
      </div>
      {contact.automatic && <Form.Item name="automatic" valuePropName="checked" extra={t("contact.automaticHint")}><Checkbox>{t("contact.automatic")}</Checkbox></Form.Item>}
      {contact.can.change
        ? <Button type="primary" htmlType="submit" loading={change.isPending}>{t("act.saveContact")}</Button>
        : <p className="panel-none">{t("contact.mayNotChange")}</p>}
    </Form>
  );
}

/** Each language in its own words, as its speakers look for it. */
function nameOf(code: string): string {
  return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
}
