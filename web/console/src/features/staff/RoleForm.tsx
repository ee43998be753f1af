import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Checkbox, Form, Input, Modal, Select } from "antd";
import { api, asFault, type RoleInfo } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { say } from "../../ui/say";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { grouped } from "./rules";

interface Fields { name: string; about: string; permissions: string[] }

/** Makes a role of the house's own, or changes one. Nobody gives more than they have. */
export function RoleForm({ role, all, close }: { role: RoleInfo | null; all: RoleInfo[]; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const { permissions: mine } = useMe();
  const once = useOnce();
  const [form] = Form.useForm<Fields>();
  const known = [...new Set(all.flatMap((each) => each.permissions))];
  const name = (permission: string) => (has(`permission.${permission}`) ? t(`permission.${permission}`) : permission);
  const save = useMutation({
    mutationFn: (fields: Fields) => (role ? api.roles.change(role.id, { ...fields, version: role.version }) : api.roles.add(fields, once(fields))),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.roles });
      say.done(t("act.saved"));
      close();
    },
  });
  return (
    <Modal open width={680} title={role ? t("roles.change", { name: role.name }) : t("roles.add")} okText={t("act.save")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="role" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={role ?? { name: "", about: "", permissions: [] }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="form-row">
          <Form.Item name="name" label={t("roles.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus maxLength={60} /></Form.Item>
          <Form.Item name="about" label={t("roles.about")}><Input maxLength={300} /></Form.Item>
        </div>
        {!role && (
          <Form.Item label={t("roles.beginWith")} htmlFor="role-begin">
            <Select
              id="role-begin" allowClear placeholder={t("roles.beginWithHint")}
              options={all.map((each) => ({ value: each.id, label: each.name || t(`role.${each.id}`) }))}
              onChange={(id?: string) => form.setFieldsValue({ permissions: (all.find((each) => each.id === id)?.permissions ?? []).filter((each) => mine.includes(each)) })}
            />
          </Form.Item>
        )}
        <Form.Item name="permissions" label={t("roles.permission")} rules={[{ validator: (_rule, chosen: string[] = []) => (chosen.length > 0 ? Promise.resolve() : Promise.reject(new Error(t("roles.permissionMissing")))) }]}>
          <Checkbox.Group className="permission-picker">
            {grouped(known).map((group) => (
              <fieldset key={group.topic}>
                <legend>{t(`permissionTopic.${group.topic}`)}</legend>
                {group.permissions.map((each) => (
                  <Checkbox key={each} value={each} disabled={!mine.includes(each)} title={mine.includes(each) ? undefined : t("roles.notYours")}>{name(each)}</Checkbox>
                ))}
              </fieldset>
            ))}
          </Checkbox.Group>
        </Form.Item>
      </Form>
    </Modal>
  );
}
