import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal, Select } from "antd";
import { api, asFault, type Role, type Staff } from "../../api";
import { keys } from "../../live";
import { useRoles, useSkills, useTeams } from "../../live/people";
import { Copy } from "../../ui/Copy";
import { languages } from "../../ui/languages";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Abilities, type Ability } from "./Abilities";

interface Fields { name: string; email: string; role: Role; teams: string[]; skills: Ability[]; languages: Ability[] }

/** Adds a colleague (and shows the link that lets them in), or changes one. */
export function StaffForm({ one, close }: { one: Staff | null; close: () => void }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const teams = useTeams();
  const roles = useRoles();
  const skills = useSkills();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: async (fields: Fields) => {
      if (!one) return api.staff.add({ name: fields.name, email: fields.email, role: fields.role, teams: fields.teams });
      await api.staff.change(one.id, {
        name: fields.name, role: fields.role, teams: fields.teams, version: one.version,
        skills: fields.skills, languages: fields.languages.map(({ id, level }) => ({ language: id, level })),
      });
      return null;
    },
    onSuccess: (added) => {
      void client.invalidateQueries({ queryKey: keys.staff });
      void client.invalidateQueries({ queryKey: keys.teams });
      if (added) return;
      say.done(t("act.saved"));
      close();
    },
  });
  if (save.data) {
    return (
      <Modal open title={t("staff.invited", { name: save.data.name })} onCancel={close} footer={<Button type="primary" onClick={close}>{t("act.done")}</Button>}>
        <p>{t("staff.invitedMeans", { name: save.data.name })}</p>
        <Copy value={new URL(save.data.invitation_url, location.origin).href} label={t("staff.invitation")} />
      </Modal>
    );
  }
  return (
    <Modal open title={one ? t("staff.change", { name: one.name }) : t("staff.add")} okText={one ? t("act.save") : t("staff.invite")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="staff" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={one ? { ...one, teams: one.teams.map((each) => each.id), languages: one.languages.map(({ language, level }) => ({ id: language, level })) } : { role: "agent", teams: [] }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <Form.Item name="name" label={t("staff.name")} rules={[{ required: true, message: t("field.nameMissing") }]}><Input autoFocus /></Form.Item>
        <Form.Item name="email" label={t("field.email")} rules={[{ required: true, type: "email", message: t("field.emailMissing") }]}><Input type="email" disabled={one !== null} /></Form.Item>
        <Form.Item name="role" label={t("staff.role")}><Select loading={roles.isPending} options={roles.data?.items.map((role) => ({ value: role.id, label: role.own ? [role.name, role.about].filter(Boolean).join(" · ") : `${t(`role.${role.id}`)} · ${t(`role.about.${role.id}`)}` }))} /></Form.Item>
        <Form.Item name="teams" label={t("staff.teams")}><Select mode="multiple" options={teams.data?.items.map((team) => ({ value: team.id, label: team.name }))} placeholder={t("staff.teamsHint")} /></Form.Item>
        {one && (
          <>
            <Form.Item name="skills" label={t("settings.skills")}><Abilities kind="skill" add={t("ability.addSkill")} options={skills.data?.items.map((skill) => ({ value: skill.id, label: skill.name })) ?? []} /></Form.Item>
            <Form.Item name="languages" label={t("ability.languages")}><Abilities kind="language" add={t("ability.addLanguage")} options={languages(locale, one.languages.map((each) => each.language))} /></Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}
