import { Form, Input } from "antd";
import { useWords } from "../../words";

export const leastPassword = 10;

/** A password and the same again. */
export function NewPassword() {
  const { t } = useWords();
  return (
    <>
      <Form.Item name="password" label={t("field.newPassword")} extra={t("field.passwordHint", { count: leastPassword })} rules={[{ required: true, min: leastPassword, message: t("field.passwordShort", { count: leastPassword }) }]}>
        <Input.Password size="large" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again" label={t("field.passwordAgain")} dependencies={["password"]}
        rules={[{ required: true, message: t("field.passwordAgainMissing") }, ({ getFieldValue }) => ({
          validator: (_rule, value) => (!value || value === getFieldValue("password") ? Promise.resolve() : Promise.reject(new Error(t("field.passwordDiffers")))),
        })]}
      >
        <Input.Password size="large" autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
