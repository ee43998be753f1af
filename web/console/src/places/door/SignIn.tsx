import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { api, asFault } from "../../api";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Door } from "./Door";
import { useEnter } from "./useEnter";

export default function SignIn() {
  const { t } = useWords();
  const { to } = useSearch({ strict: false }) as { to?: string };
  const enter = useEnter();
  const open = useMutation({ mutationFn: api.session.open, onSuccess: (me) => enter(me, to) });
  return (
    <Door title={t("signIn.title")} lead={to ? t("signIn.again") : undefined}>
      <Form layout="vertical" requiredMark={false} onFinish={(fields: { email: string; password: string }) => open.mutate(fields)}>
        {open.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(open.error))} className="door-fault" />}
        <Form.Item name="email" label={t("field.email")} rules={[{ required: true, message: t("field.emailMissing") }]}>
          <Input type="email" size="large" autoComplete="username" autoFocus inputMode="email" />
        </Form.Item>
        <Form.Item name="password" label={t("field.password")} rules={[{ required: true, message: t("field.passwordMissing") }]}>
          <Input.Password size="large" autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={open.isPending}>{t("signIn.go")}</Button>
      </Form>
      <p className="door-help">{t("signIn.forgotten")}</p>
    </Door>
  );
}
