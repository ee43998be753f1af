import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Select } from "antd";
import { api, asFault, type PresenceReason, type ReasonState } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

export const reasonStates: ReasonState[] = ["busy", "away", "after_call"];

interface Fields { state: ReasonState; name_zh: string; name_en: string }

/** Offers another reason for a presence, or renames one. */
export function ReasonForm({ reason, close }: { reason: PresenceReason | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const once = useOnce();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: (fields: Fields) => (reason ? api.reasons.change(reason.id, { name_zh: fields.name_zh, name_en: fields.name_en, version: reason.version }) : api.reasons.add(fields, once(fields))),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.reasons });
      say.done(t("act.saved"));
      close();
    },
  });
  return (
    <Modal open title={reason ? t("reasons.change") : t("reasons.add")} okText={t("act.save")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="reason" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={reason ?? { state: "away", name_zh: "", name_en: "" }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <Form.Item name="state" label={t("reasons.state")}><Select disabled={reason !== null} options={reasonStates.map((each) => ({ value: each, label: t(`presence.${each}`) }))} /></Form.Item>
        <div className="form-row">
          <Form.Item name="name_zh" label={t("reasons.nameZh")}><Input autoFocus maxLength={40} /></Form.Item>
          <Form.Item name="name_en" label={t("reasons.nameEn")} extra={t("reasons.oneIsEnough")}><Input maxLength={40} /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
