import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type Skill } from "../../api";
import { useOnce } from "../../api/useOnce";
import { NameForm } from "../../features/staff/NameForm";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useSkills } from "../../live/people";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** What people can be good at. Who has which is said with each colleague. */
export default function Skills() {
  const { t } = useWords();
  const { permissions } = useMe();
  const client = useQueryClient();
  const query = useSkills();
  const once = useOnce();
  const [editing, setEditing] = useState<Skill | "new" | null>(null);
  const fresh = () => client.invalidateQueries({ queryKey: keys.skills });
  const remove = useMutation({
    mutationFn: (skill: Skill) => api.skills.remove(skill.id),
    onSuccess: fresh,
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (skill: Skill) => askFirst({
    title: t("skills.removeAsk", { name: skill.name }), content: t("skills.removeMeans", { count: skill.staff }), okText: t("skills.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(skill).catch(() => undefined),
  });
  const save = async (name: string) => {
    if (editing === "new") await api.skills.add(name, once(name));
    else if (editing) await api.skills.change(editing.id, { name, version: editing.version });
    await fresh();
  };
  const add = permissions.includes("team.manage") && <Button type="primary" onClick={() => setEditing("new")}>{t("skills.add")}</Button>;
  return (
    <Page title={t("settings.skills")} lead={t("skills.lead")} acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("skills.empty")} why={t("skills.emptyWhy")} /> : (
        <Table
          label={t("settings.skills")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("skills.name"), cell: (row) => <b>{row.name}</b> },
            { key: "staff", title: t("roles.people"), cell: (row) => <span className="num">{row.staff}</span> },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("skills.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      {editing && <NameForm title={editing === "new" ? t("skills.add") : t("skills.change", { name: editing.name })} label={t("skills.name")} name={editing === "new" ? "" : editing.name} save={save} close={() => setEditing(null)} />}
    </Page>
  );
}
