import { useMutation } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Segmented } from "antd";
import { useState, type ReactNode } from "react";
import { asFault, type Factor, type Proof } from "../../api";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

interface Props {
  title: string;
  means: ReactNode;
  go: string;
  danger?: boolean;
  factor: Factor;
  run: (proof: Proof) => Promise<unknown>;
  close: () => void;
}

/** Asks once more who is there, before something that opens or closes a way in. */
export function ProofForm({ title, means, go, danger = false, factor, run, close }: Props) {
  const { t } = useWords();
  const [form] = Form.useForm<{ password?: string; code?: string }>();
  const [way, setWay] = useState<"password" | "code">(factor.password ? "password" : "code");
  const act = useMutation({ mutationFn: run, onSuccess: close });
  const none = !factor.password && !factor.on;
  return (
    <Modal open title={title} okText={go} okButtonProps={{ danger }} cancelText={t("act.cancel")} confirmLoading={act.isPending} onCancel={close} onOk={form.submit}>
      <Form name="proof" form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} className="stack">
        <p>{means}</p>
        {act.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(act.error))} />}
        {factor.password && factor.on && <Segmented aria-label={t("factor.proof")} value={way} onChange={(next) => setWay(next as "password" | "code")} options={[{ value: "password", label: t("field.password") }, { value: "code", label: t("factor.code") }]} />}
        {!none && (way === "password"
          ? <Form.Item name="password" label={t("factor.yourPassword")} rules={[{ required: true, message: t("field.passwordMissing") }]}><Input.Password autoFocus autoComplete="current-password" /></Form.Item>
          : <Form.Item name="code" label={t("factor.codeOrRecovery")} rules={[{ required: true, message: t("factor.codeMissing") }]}><Input autoFocus autoComplete="one-time-code" /></Form.Item>)}
      </Form>
    </Modal>
  );
}
