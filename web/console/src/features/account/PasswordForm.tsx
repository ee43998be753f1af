import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { api, asFault } from "../../api";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const leastPassword = 10;

export function PasswordForm() {
  const { t } = useWords();
  const [form] = Form.useForm<{ old: string; new: string }>();
  const change = useMutation({
    mutationFn: (fields: { old: string; new: string }) => api.me.change({ password: fields }),
    onSuccess: () => {
      form.resetFields();
      say.done(t("profile.passwordChanged"));
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Form name="password" form={form} layout="vertical" requiredMark={false} onFinish={change.mutate}>
      <div className="form-row">
        <Form.Item name="old" label={t("field.oldPassword")} rules={[{ required: true, message: t("field.passwordMissing") }]}><Input.Password autoComplete="current-password" /></Form.Item>
        <Form.Item name="new" label={t("field.newPassword")} extra={t("field.passwordHint", { count: leastPassword })} rules={[{ required: true, min: leastPassword, message: t("field.passwordShort", { count: leastPassword }) }]}><Input.Password autoComplete="new-password" /></Form.Item>
      </div>
      <Button htmlType="submit" loading={change.isPending}>{t("profile.changePassword")}</Button>
    </Form>
  );
}
