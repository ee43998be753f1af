import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type Macro } from "../../api";
import { MacroForm } from "../../features/wording/MacroForm";
import { useStepWords } from "../../features/wording/useStepWords";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { ago } from "./used";

export default function Macros() {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.macros, queryFn: api.macros.list });
  const teams = useTeams();
  const words = useStepWords();
  const [editing, setEditing] = useState<Macro | "new" | null>(null);
  const remove = useMutation({
    mutationFn: (macro: Macro) => api.macros.remove(macro.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.macros }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (macro: Macro) => askFirst({
    title: t("macros.removeAsk", { name: macro.name }), content: t("macros.removeMeans"), okText: t("act.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(macro).catch(() => undefined),
  });
  return (
    <Page title={t("settings.macros")} lead={t("macros.lead")} wide acts={<Button type="primary" onClick={() => setEditing("new")}>{t("macros.add")}</Button>}>
      <Loaded query={query}>{(page) => page.items.length === 0 ? <Empty title={t("macros.empty")} why={t("macros.emptyWhy")} /> : (
        <Table
          label={t("settings.macros")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("macros.name"), cell: (row) => <b>{row.name}</b> },
            { key: "steps", title: t("macros.steps"), cell: (row) => row.steps.map(words).join(" → ") },
            { key: "owner", title: t("wording.owner"), quiet: true, cell: (row) => row.scope === "team" ? (teams.data?.items.find((each) => each.id === row.team)?.name ?? t("wording.scope.team")) : t(`wording.scope.${row.scope}`) },
            { key: "used", title: t("wording.used"), quiet: true, cell: (row) => <span className="num">{ago(t, locale, row)}</span> },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("act.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      {editing && <MacroForm macro={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </Page>
  );
}
