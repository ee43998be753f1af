import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Switch } from "antd";
import { useState } from "react";
import { api, asFault, type RiskRule, type RiskWords } from "../../api";
import "../../features/risk/risk.css";
import { RuleForm } from "../../features/risk/RuleForm";
import { keys } from "../../live";
import { useRoles, useStaff, useTeams } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** What follows when something is found that must not wait, and which alarms were false. */
export default function Risks() {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.riskRules, queryFn: api.risks.rules });
  const [editing, setEditing] = useState<RiskRule | null>(null);
  const [roles, teams, staff] = [useRoles(), useTeams(), useStaff()];
  const name = (items: { id: string; name: string }[] | undefined) => (id: string) => items?.find((each) => each.id === id)?.name ?? "";
  const told = (row: RiskRule) => [
    ...row.roles.map((id) => (has(`role.${id}`) ? t(`role.${id}`) : name(roles.data?.items)(id))), ...row.teams.map(name(teams.data?.items)), ...row.people.map(name(staff.data?.items)),
  ].filter(Boolean).join(t("list.and"));
  return (
    <Page title={t("settings.risks")} lead={t("risk.lead")} acts={<Link className="nowrap" to="/risks">{t("command.go.risks")}</Link>}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => (
        <Table
          label={t("settings.risks")} rows={page.items} rowKey={(row) => row.kind}
          columns={[
            { key: "kind", title: t("risk.kind"), cell: (row) => <>{t(`gist.risk.${row.kind}`)} {!row.active && <span className="faint">{t("risk.off")}</span>}</> },
            { key: "told", title: t("risk.told"), cell: (row) => told(row) || <span className="faint">{t("risk.ownerOnly")}</span> },
            { key: "priority", title: t("risk.priority"), cell: (row) => (row.priority ? <span className={`priority is-${row.priority}`}>{t(`priority.${row.priority}`)}</span> : <span className="faint">{t("risk.asItIs")}</span>) },
            { key: "tag", title: t("risk.tag"), quiet: true, cell: (row) => row.tag && <span className="tag">{row.tag}</span> },
            { key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button> },
          ]}
        />
      )}</Loaded>
      <FalseAlarms />
      {editing && <RuleForm rule={editing} close={() => setEditing(null)} />}
    </Page>
  );
}

function FalseAlarms() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.riskWords, queryFn: api.risks.words });
  const choose = useMutation({
    mutationFn: ({ kind, words, quiet }: RiskWords) => api.risks.quiet({ kind, words, quiet }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.riskWords }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Section title={t("risk.falseAlarms")} lead={t("risk.falseAlarmsLead")}>
      <Loaded query={query} rows={2}>{(page) => page.items.length === 0 ? <p className="faint">{t("risk.noFalseAlarms")}</p> : (
        <Table
          label={t("risk.falseAlarms")} rows={page.items} rowKey={(row) => row.kind + row.words}
          columns={[
            { key: "words", title: t("risk.words"), cell: (row) => <q>{row.words}</q> },
            { key: "kind", title: t("risk.kind"), cell: (row) => t(`gist.risk.${row.kind}`) },
            { key: "count", title: t("risk.howOften"), cell: (row) => <span className="num">{row.false_alarms}</span> },
            { key: "quiet", title: t("risk.quiet"), align: "end", cell: (row) => <Switch size="small" disabled={!row.can_quiet} checked={row.quiet} aria-label={t("risk.quietOf", { words: row.words })} onChange={(quiet) => choose.mutate({ ...row, quiet })} /> },
          ]}
        />
      )}</Loaded>
    </Section>
  );
}
