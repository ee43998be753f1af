import { Alert, Button, Form, Input, QRCode } from "antd";
import { asFault, type Enrolment } from "../../api";
import { Copy } from "../../ui/Copy";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import "./factor.css";

interface Props { enrolment: Enrolment; confirm: (code: string) => void; busy: boolean; fault: Error | null }

/** The picture for the app, the same as text, and the app's first code. */
export function EnrolFactor({ enrolment, confirm, busy, fault }: Props) {
  const { t } = useWords();
  return (
    <div className="stack">
      <p>{t("factor.scan")}</p>
      {/* Cameras want dark on light, whatever the theme. */}
      <div className="factor-picture" role="img" aria-label={t("factor.picture")}><span aria-hidden><QRCode value={enrolment.address} type="svg" size={176} bordered={false} color="#000" bgColor="#fff" /></span></div>
      <label className="labelled"><span>{t("factor.secret")}</span><Copy label={t("factor.secret")} value={enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")} /></label>
      <Form layout="vertical" requiredMark={false} onFinish={(fields: { code: string }) => confirm(fields.code)}>
        {fault && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(fault))} className="door-fault" />}
        <Form.Item name="code" label={t("factor.firstCode")} rules={[{ required: true, message: t("factor.codeMissing") }]}>
          <Input size="large" autoComplete="one-time-code" inputMode="numeric" maxLength={7} className="code-box" />
        </Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={busy}>{t("factor.confirm")}</Button>
      </Form>
    </div>
  );
}
