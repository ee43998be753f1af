import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type Team } from "../../api";
import { TeamForm } from "../../features/team/TeamForm";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useTeams } from "../../live/people";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

export default function Teams() {
  const { t } = useWords();
  const { permissions } = useMe();
  const client = useQueryClient();
  const query = useTeams();
  const [editing, setEditing] = useState<Team | "new" | null>(null);
  const mayAdd = permissions.some((each) => each.startsWith("team."));
  const remove = useMutation({
    mutationFn: (team: Team) => api.teams.remove(team.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.teams }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (team: Team) => askFirst({
    title: t("teams.removeAsk", { name: team.name }), content: t("teams.removeMeans"), okText: t("teams.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(team).catch(() => undefined),
  });
  const add = mayAdd && <Button type="primary" onClick={() => setEditing("new")}>{t("teams.add")}</Button>;
  return (
    <Page title={t("settings.teams")} lead={t("teams.lead")} acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("teams.empty")} why={t("teams.emptyWhy")} /> : (
        <Table
          label={t("settings.teams")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("teams.name"), cell: (row) => <b>{row.name}</b> },
            { key: "members", title: t("teams.members"), cell: (row) => row.members.map((each) => each.name).join(t("list.and")) || t("teams.nobody") },
            { key: "absence", title: t("teams.absenceShort"), cell: (row) => (row.absence.then === "stay" ? t("teams.staysShort") : t("teams.returnsShort", { count: row.absence.minutes })) },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("teams.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      {editing && <TeamForm team={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </Page>
  );
}
