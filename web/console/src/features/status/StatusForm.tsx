import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, InputNumber, Modal, Select, Switch } from "antd";
import { api, asFault, type ConversationState, type Status } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

interface Fields { name_zh: string; name_en: string; state: ConversationState; color: string; position?: number | null; active: boolean }

const states: ConversationState[] = ["open", "waiting", "snoozed", "resolved"];
const colors = ["grey", "teal", "blue", "green", "amber", "red", "purple"] as const;

export function StatusForm({ status, close }: { status: Status | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: ({ active, position, ...fields }: Fields) => {
      const body = { ...fields, position: position ?? undefined };
      return status ? api.statuses.change(status.id, { ...body, active, version: status.version }) : api.statuses.add(body, crypto.randomUUID());
    },
    onSuccess: () => {
      for (const queryKey of [keys.statuses, keys.lists]) void client.invalidateQueries({ queryKey });
      say.done(t("act.saved"));
      close();
    },
  });
  const eitherName = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: () => (getFieldValue("name_zh") || getFieldValue("name_en") ? Promise.resolve() : Promise.reject(new Error(t("field.nameMissing")))),
  });
  return (
    <Modal open title={t(status ? "statuses.change" : "statuses.add")} okText={t(status ? "act.save" : "statuses.add")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="status" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={status ?? { name_zh: "", name_en: "", state: "open", color: "grey", active: true }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="form-grid">
          <Form.Item name="name_zh" label={t("statuses.nameZh")} dependencies={["name_en"]} rules={[eitherName]}><Input autoFocus maxLength={40} /></Form.Item>
          <Form.Item name="name_en" label={t("statuses.nameEn")}><Input maxLength={40} /></Form.Item>
          <Form.Item name="state" label={t("statuses.state")} extra={status ? t("statuses.stateFixed") : undefined}><Select options={states.map((each) => ({ value: each, label: t(`state.${each}`) }))} /></Form.Item>
          <Form.Item name="color" label={t("statuses.color")}><Select options={colors.map((each) => ({ value: each, label: <span className={`status is-${each}`}>{t(`statuses.colors.${each}`)}</span> }))} /></Form.Item>
          <Form.Item name="position" label={t("statuses.position")}><InputNumber min={0} max={1000} precision={0} /></Form.Item>
          {status && <Form.Item name="active" label={t("statuses.active")} valuePropName="checked"><Switch /></Form.Item>}
        </div>
      </Form>
    </Modal>
  );
}
