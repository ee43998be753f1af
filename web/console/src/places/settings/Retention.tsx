import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type RetentionRule } from "../../api";
import { RuleForm } from "../../features/retention/RuleForm";
import { RunsDrawer, TrialDrawer } from "../../features/retention/TrialDrawer";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** What is kept for how long. */
export default function Retention() {
  const { t } = useWords();
  const { permissions } = useMe();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.retention, queryFn: api.retention.list });
  const [editing, setEditing] = useState<RetentionRule | "new" | null>(null);
  const [trying, setTrying] = useState<RetentionRule | null>(null);
  const [past, setPast] = useState<RetentionRule | null>(null);
  const settled = { onSuccess: () => client.invalidateQueries({ queryKey: keys.retention }), onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const turn = useMutation({ mutationFn: (rule: RetentionRule) => api.retention.change(rule.id, { ...rule, active: !rule.active }), ...settled });
  const remove = useMutation({ mutationFn: (rule: RetentionRule) => api.retention.remove(rule.id), ...settled });
  const activate = (rule: RetentionRule) => (rule.active ? turn.mutate(rule) : askFirst({
    title: t("retention.activateAsk", { name: rule.name }), content: t(`retention.activateMeans.${rule.act}`), okText: t("retention.activate"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => turn.mutateAsync(rule).catch(() => undefined),
  }));
  const ask = (rule: RetentionRule) => askFirst({
    title: t("retention.removeAsk", { name: rule.name }), content: t("retention.removeMeans"), okText: t("act.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(rule).catch(() => undefined),
  });
  const standing = (rule: RetentionRule) => (rule.active ? <span className="good">{t("retention.active")}</span> : <span className="faint">{t(rule.tried ? "retention.tried" : "retention.untried")}</span>);
  return (
    <Page title={t("settings.retention")} lead={t("retention.lead")} wide acts={permissions.includes("retention.manage") && <Button type="primary" onClick={() => setEditing("new")}>{t("retention.add")}</Button>}>
      <Loaded query={query} refused={t("retention.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("retention.empty")} why={t("retention.emptyWhy")} /> : (
        <Table
          label={t("settings.retention")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("retention.name"), cell: (row) => <b>{row.name}</b> },
            { key: "what", title: t("retention.what"), cell: (row) => t(`retention.sums.${row.subject}`, { states: row.states.map((each) => t(`state.${each}`)).join(t("list.and")), count: row.days, since: t(`retention.sinces.${row.since}`) }) },
            { key: "act", title: t("retention.act"), cell: (row) => t(`retention.acts.${row.act}`) },
            { key: "standing", title: t("staff.state"), cell: standing },
            { key: "run", title: t("retention.lastRun"), cell: (row) => (row.last_run ? <button type="button" className="link" onClick={() => setPast(row)}>{t("retention.ran", { erased: row.last_run.erased, held: row.last_run.held })}</button> : "–") },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  <Button size="small" onClick={() => setTrying(row)}>{t("retention.try")}</Button>
                  <Button size="small" disabled={!row.active && !row.can.activate} title={row.active || row.can.activate ? undefined : t("retention.tryFirst")} onClick={() => activate(row)}>{t(row.active ? "retention.stop" : "retention.activate")}</Button>
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("act.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      {editing && <RuleForm rule={editing === "new" ? null : editing} close={() => setEditing(null)} />}
      {trying && <TrialDrawer rule={trying} close={() => setTrying(null)} />}
      {past && <RunsDrawer rule={past} close={() => setPast(null)} />}
    </Page>
  );
}
