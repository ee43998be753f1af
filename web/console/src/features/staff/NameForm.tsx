import { useMutation } from "@tanstack/react-query";
import { Alert, Form, Input, Modal } from "antd";
import { asFault } from "../../api";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Asks for one name. */
export function NameForm({ title, label, name, save, close }: { title: string; label: string; name: string; save: (name: string) => Promise<unknown>; close: () => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<{ name: string }>();
  const saving = useMutation({
    mutationFn: (fields: { name: string }) => save(fields.name),
    onSuccess: () => { say.done(t("act.saved")); close(); },
  });
  return (
    <Modal open title={title} okText={t("act.save")} cancelText={t("act.cancel")} confirmLoading={saving.isPending} onCancel={close} onOk={form.submit}>
      <Form name="one-name" form={form} layout="vertical" requiredMark={false} onFinish={saving.mutate} initialValues={{ name }}>
        {saving.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(saving.error))} className="door-fault" />}
        <Form.Item name="name" label={label} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus maxLength={60} /></Form.Item>
      </Form>
    </Modal>
  );
}
