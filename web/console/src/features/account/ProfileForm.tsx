import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { api, asFault, type Me } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { zones } from "../../ui/zones";
import { localeOf, locales, speak, useWords } from "../../words";
import { faultWords } from "../../words/fault";

export function ProfileForm({ me }: { me: Me }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: api.me.change,
    onSuccess: (answer, sent) => {
      client.setQueryData(keys.me, answer);
      if (sent.locale) void speak(localeOf(sent.locale));
      say.done(t("act.saved"));
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Form name="profile" layout="vertical" requiredMark={false} onFinish={change.mutate} initialValues={{ name: me.staff.name, locale: me.staff.locale || locale, time_zone: me.staff.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone }}>
      <div className="form-row">
        <Form.Item name="name" label={t("field.yourName")} rules={[{ required: true, message: t("field.nameMissing") }]} extra={t("profile.nameHint")}><Input maxLength={120} /></Form.Item>
        <Form.Item label={t("field.email")} htmlFor="my-email"><Input id="my-email" value={me.staff.email} disabled /></Form.Item>
      </div>
      <div className="form-row">
        <Form.Item name="locale" label={t("language.title")}><Select options={locales.map((each) => ({ value: each, label: t(`language.${each}`) }))} /></Form.Item>
        <Form.Item name="time_zone" label={t("contact.timeZone")}><Select showSearch options={zones().map((zone) => ({ value: zone, label: zone }))} /></Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={change.isPending}>{t("profile.save")}</Button>
    </Form>
  );
}
