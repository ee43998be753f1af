import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal } from "antd";
import { api, asFault, type Contact } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Erases a person; whoever does it types the name, so that it is no slip. */
export function EraseContact({ contact, done, close }: { contact: Contact; done: () => void; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const once = useOnce();
  const [form] = Form.useForm<{ confirm: string }>();
  const want = contact.name || contact.identities[0]?.value || "";
  const typed = Form.useWatch("confirm", form) ?? "";
  const erase = useMutation({
    mutationFn: ({ confirm }: { confirm?: string }) => api.retention.erase(contact.id, confirm ?? "", once({ confirm })),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.contacts }); say.done(t("erasure.begun")); done(); },
  });
  return (
    <Modal
      open title={t("erasure.ask", { name: want || t("contact.nameless") })} okText={t("erasure.go")} okButtonProps={{ danger: true, disabled: typed.trim() !== want.trim() }}
      cancelText={t("act.cancel")} confirmLoading={erase.isPending} onCancel={close} onOk={form.submit}
    >
      <Form name="erasure" form={form} layout="vertical" requiredMark={false} onFinish={erase.mutate}>
        {erase.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(erase.error))} className="door-fault" />}
        <p>{t("erasure.goes")}</p>
        <ul>{(["card", "talks", "files", "traces"] as const).map((each) => <li key={each}>{t(`erasure.what.${each}`)}</li>)}</ul>
        <p>{t("erasure.final")}</p>
        {want && <Form.Item name="confirm" label={t("erasure.type", { name: want })}><Input autoFocus autoComplete="off" /></Form.Item>}
      </Form>
    </Modal>
  );
}
