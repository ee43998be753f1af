import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Select, Switch } from "antd";
import { api, asFault, type RiskRule } from "../../api";
import { keys } from "../../live";
import { useRoles, useStaff, useTeams } from "../../live/people";
import { say } from "../../ui/say";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";

type Fields = Omit<RiskRule, "kind" | "version" | "can">;

/** What follows on a kind of risk. */
export function RuleForm({ rule, close }: { rule: RiskRule; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [roles, teams, staff] = [useRoles(), useTeams(), useStaff()];
  const save = useMutation({
    mutationFn: (fields: Fields) => api.risks.rule({ ...rule, ...fields }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.risks });
      say.done(t("act.saved"));
      close();
    },
  });
  const named = (items: { id: string; name: string }[] | undefined) => (items ?? []).map((each) => ({ value: each.id, label: each.name }));
  const roleOptions = (roles.data?.items ?? []).map((each) => ({ value: each.id, label: has(`role.${each.id}`) ? t(`role.${each.id}`) : each.name }));
  return (
    <Modal open width={600} title={t("risk.ruleOf", { kind: t(`gist.risk.${rule.kind}`) })} okText={t("act.save")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="risk-rule" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={rule}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        {!grave.has(rule.kind) && <Form.Item name="active" label={t("risk.active")} valuePropName="checked"><Switch /></Form.Item>}
        <Form.Item name="roles" label={t("risk.roles")}><Select mode="multiple" allowClear optionFilterProp="label" options={roleOptions} /></Form.Item>
        <div className="form-grid">
          <Form.Item name="teams" label={t("risk.teams")}><Select mode="multiple" allowClear optionFilterProp="label" options={named(teams.data?.items)} /></Form.Item>
          <Form.Item name="people" label={t("risk.people")}><Select mode="multiple" allowClear optionFilterProp="label" options={named(staff.data?.items)} /></Form.Item>
          <Form.Item name="priority" label={t("risk.priority")}><Select options={(["", "high", "urgent"] as const).map((each) => ({ value: each, label: each ? t(`priority.${each}`) : t("risk.asItIs") }))} /></Form.Item>
          <Form.Item name="tag" label={t("risk.tag")}><Input maxLength={50} /></Form.Item>
        </div>
        <Form.Item name="guidance_zh" label={t("risk.guidanceZh")} extra={t("risk.guidanceMeans")}><Input.TextArea rows={3} maxLength={2000} placeholder={t(`risk.guidance.${rule.kind}`)} /></Form.Item>
        <Form.Item name="guidance_en" label={t("risk.guidanceEn")}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Where a life may be in danger the alarm cannot be turned off. */
export const grave = new Set<RiskRule["kind"]>(["self_harm", "violence"]);
