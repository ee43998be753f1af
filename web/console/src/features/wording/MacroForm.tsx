import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal } from "antd";
import { useState } from "react";
import { api, asFault, type Macro, type MacroSave } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { OwnerField } from "./OwnerField";
import { ownedBy, ownerOf } from "./rules";
import { keyed, StepList, type Keyed } from "./StepList";

interface Fields { name: string; owner: string }

export function MacroForm({ macro, close }: { macro: Macro | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [steps, setSteps] = useState<Keyed[]>(() => keyed(macro?.steps ?? []));
  const save = useMutation({
    mutationFn: ({ name, owner }: Fields) => {
      const body: MacroSave = { name, ...ownedBy(owner), steps: steps.map((each) => each.step), version: macro?.version };
      return macro ? api.macros.change(macro.id, body) : api.macros.add(body);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.macros });
      say.done(t("act.saved"));
      close();
    },
  });
  return (
    <Modal open width={680} title={macro ? t("macros.change", { name: macro.name }) : t("macros.add")} okText={t(macro ? "act.save" : "macros.make")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="macro" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={macro ? { name: macro.name, owner: ownerOf(macro) } : { name: "", owner: "personal" }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="form-row">
          <Form.Item name="name" label={t("macros.name")} rules={[{ required: true, message: t("macros.nameMissing") }]}><Input autoFocus maxLength={120} /></Form.Item>
          <OwnerField />
        </div>
        <h3 className="macro-head">{t("macros.steps")}</h3>
        <StepList steps={steps} setSteps={setSteps} />
      </Form>
    </Modal>
  );
}
