import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { api, asFault, type Entrance } from "../../api";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Door } from "./Door";
import "../../features/account/factor.css";

/** The second step: six digits of an app, or one of the codes kept for the day on
 * which the phone is lost. */
export function CodeStep({ passed, back }: { passed: (entrance: Entrance) => void; back: () => void }) {
  const { t } = useWords();
  const [lost, setLost] = useState(false);
  const [form] = Form.useForm<{ code: string }>();
  const give = useMutation({ mutationFn: (fields: { code: string }) => api.signIn.giveCode(fields.code), onSuccess: passed, onError: () => form.resetFields() });
  const over = give.error && asFault(give.error).code === "sign_in.step_over";
  return (
    <Door title={t("signIn.codeTitle")} lead={t(lost ? "signIn.recoveryLead" : "signIn.codeLead")}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={give.mutate}>
        {give.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(give.error))} className="door-fault" action={over ? <Button size="small" onClick={back}>{t("signIn.other")}</Button> : undefined} />}
        <Form.Item key={String(lost)} name="code" label={t(lost ? "factor.recoveryCode" : "factor.code")} rules={[{ required: true, message: t("factor.codeMissing") }]}>
          {lost
            ? <Input size="large" autoFocus autoComplete="off" autoCapitalize="none" spellCheck={false} className="mono-box" />
            : <Input size="large" autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={7} className="code-box" />}
        </Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={give.isPending}>{t("signIn.go")}</Button>
      </Form>
      <p className="door-help door-turns">
        <Button type="link" size="small" onClick={() => { give.reset(); form.resetFields(); setLost(!lost); }}>{t(lost ? "signIn.byCode" : "signIn.byRecovery")}</Button>
        <Button type="link" size="small" onClick={back}>{t("signIn.other")}</Button>
      </p>
    </Door>
  );
}
