import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Checkbox, Form, Input, Modal, Select } from "antd";
import { api, asFault, type Provider, type ProviderChange } from "../../api";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { Copy } from "../../ui/Copy";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** What the provider gave us, and whom it may let in. */
export function ProviderForm({ one, close }: { one: Provider | null; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const teams = useTeams();
  const roles = useQuery({ queryKey: keys.roles, queryFn: api.roles.list });
  const [form] = Form.useForm<ProviderChange>();
  const creates = Form.useWatch("creates", form) ?? one?.creates ?? false;
  const save = useMutation({
    mutationFn: (fields: ProviderChange) => {
      const body = { ...fields, secret: fields.secret || undefined };
      return one ? api.providers.change(one.id, { ...body, version: one.version }) : api.providers.add(body);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.providers });
      close();
    },
  });
  return (
    <Modal open title={one ? t("providers.change", { name: one.name }) : t("providers.add")} okText={t(one ? "act.save" : "providers.make")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="provider" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={one ?? { creates: false, role: "agent", teams: [], domains: [], both_factors: false, private: false }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="door-fault"><label className="labelled"><span>{t("providers.returnUrl")}</span><Copy label={t("providers.returnUrl")} value={one?.return_url ?? `${location.origin}/v1/sign-on/return`} /></label></div>
        <Form.Item name="name" label={t("providers.name")} extra={t("providers.nameHint")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus maxLength={40} /></Form.Item>
        <Form.Item name="issuer" label={t("providers.issuer")} rules={[{ required: true, message: t("providers.issuerMissing") }]}><Input placeholder="https://login.example.com" inputMode="url" /></Form.Item>
        <div className="form-row">
          <Form.Item name="client_id" label={t("providers.clientId")} rules={[{ required: true, message: t("providers.clientIdMissing") }]}><Input autoComplete="off" /></Form.Item>
          <Form.Item name="secret" label={t("providers.secret")} extra={one ? t("providers.secretStays") : undefined} rules={one ? [] : [{ required: true, message: t("providers.secretMissing") }]}><Input.Password autoComplete="new-password" /></Form.Item>
        </div>
        <Form.Item name="domains" label={t("providers.domains")} extra={t("providers.domainsHint")}><Select mode="tags" tokenSeparators={[",", " ", "，"]} open={false} suffixIcon={null} /></Form.Item>
        <Form.Item name="creates" valuePropName="checked" extra={t("providers.createsHint")}><Checkbox>{t("providers.creates")}</Checkbox></Form.Item>
        {creates && (
          <div className="form-row">
            <Form.Item name="role" label={t("staff.role")}><Select options={roles.data?.items.map((role) => ({ value: role.id, label: has(`role.${role.id}`) ? t(`role.${role.id}`) : role.name }))} /></Form.Item>
            <Form.Item name="teams" label={t("staff.teams")}><Select mode="multiple" options={teams.data?.items.map((team) => ({ value: team.id, label: team.name }))} placeholder={t("staff.teamsHint")} /></Form.Item>
          </div>
        )}
        <Form.Item name="both_factors" valuePropName="checked" extra={t("providers.bothHint")}><Checkbox>{t("providers.both")}</Checkbox></Form.Item>
        <Form.Item name="private" valuePropName="checked" extra={t("providers.privateHint")}><Checkbox>{t("providers.private")}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
