import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { api, asFault, type Automation, type AutomationMode, type AutomationOutcome } from "../../api";
import { AutomationForm } from "../../features/automation/AutomationForm";
import { TurnsDrawer, VersionsDrawer, whenAndIf } from "../../features/automation/Past";
import { keyed, StepList } from "../../features/wording/StepList";
import { useStepWords } from "../../features/wording/useStepWords";
import { keys } from "../../live";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const modes: AutomationMode[] = ["off", "trial", "on"];

/** What happens by itself. */
export default function Automations() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.automations, queryFn: api.automations.list });
  const words = useStepWords();
  const [editing, setEditing] = useState<Automation | "new" | null>(null);
  const [turns, setTurns] = useState<{ of: Automation; outcome: AutomationOutcome | "" } | null>(null);
  const [versions, setVersions] = useState<Automation | null>(null);
  const settled = { onSuccess: () => client.invalidateQueries({ queryKey: keys.automations }), onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const turn = useMutation({ mutationFn: ({ of, mode }: { of: Automation; mode: AutomationMode }) => api.automations.change(of.id, { ...saved(of), mode }), ...settled });
  const order = useMutation({ mutationFn: (ids: string[]) => api.automations.order(ids), ...settled });
  const remove = useMutation({ mutationFn: (of: Automation) => api.automations.remove(of.id), ...settled });
  const ask = (of: Automation) => askFirst({
    title: t("automation.removeAsk", { name: of.name }), content: t("automation.removeMeans"), okText: t("act.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(of).catch(() => undefined),
  });
  const move = (list: Automation[], at: number, by: number) => {
    const ids = list.map((each) => each.id);
    [ids[at], ids[at + by]] = [ids[at + by]!, ids[at]!];
    order.mutate(ids);
  };
  return (
    <Page title={t("settings.automations")} lead={t("automation.lead")} wide acts={<Button type="primary" onClick={() => setEditing("new")}>{t("automation.add")}</Button>}>
      <Loaded query={query}>{(page) => page.items.length === 0 ? <Empty title={t("automation.empty")} why={t("automation.emptyWhy")} /> : (
        <Table
          label={t("settings.automations")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("automation.name"), cell: (row) => <b>{row.name}</b> },
            { key: "when", title: t("automation.whenIf"), cell: (row) => whenAndIf(t, row) },
            { key: "then", title: t("automation.then"), cell: (row) => <>{row.steps.map(words).join(" → ")}{row.ends && <span className="faint"> · {t("automation.endsShort")}</span>}</> },
            { key: "mode", title: t("automation.mode"), cell: (row) => <Segmented size="small" aria-label={t("automation.mode")} value={row.mode} onChange={(mode) => turn.mutate({ of: row, mode })} options={modes.map((each) => ({ value: each, label: t(`automation.modes.${each}`), title: t(`automation.modeMeans.${each}`) }))} /> },
            { key: "day", title: t("automation.day"), cell: (row) => <Day of={row} open={(outcome) => setTurns({ of: row, outcome })} /> },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => {
                const at = page.items.indexOf(row);
                return (
                  <span className="row-acts">
                    <Button size="small" type="text" icon={<ArrowUpOutlined aria-hidden />} aria-label={t("automation.earlier", { name: row.name })} disabled={at === 0 || order.isPending} onClick={() => move(page.items, at, -1)} />
                    <Button size="small" type="text" icon={<ArrowDownOutlined aria-hidden />} aria-label={t("automation.later", { name: row.name })} disabled={at === page.items.length - 1 || order.isPending} onClick={() => move(page.items, at, 1)} />
                    <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                    <Button size="small" onClick={() => setVersions(row)}>{t("automation.versions")}</Button>
                    <Button size="small" type="text" danger onClick={() => ask(row)}>{t("act.remove")}</Button>
                  </span>
                );
              },
            },
          ]}
        />
      )}</Loaded>
      {editing && <Editing automation={editing === "new" ? null : editing} close={() => setEditing(null)} />}
      {turns && <TurnsDrawer automation={turns.of} outcome={turns.outcome} close={() => setTurns(null)} />}
      {versions && <VersionsDrawer automation={versions} inWords={words} close={() => setVersions(null)} />}
    </Page>
  );
}

function saved({ name, mode, occasion, minutes, condition, steps, ends, version }: Automation) {
  return { name, mode, occasion, minutes, condition, steps, ends, version };
}

/** What it did in a day; each number opens the list. */
function Day({ of, open }: { of: Automation; open: (outcome: AutomationOutcome | "") => void }) {
  const { t } = useWords();
  const some = (["done", "would", "held", "refused"] as const).filter((each) => of.day[each] > 0);
  if (some.length === 0) return <button type="button" className="link" onClick={() => open("")}>{t("automation.nothing")}</button>;
  return <span className="automation-day">{some.map((each) => <button key={each} type="button" className="link" onClick={() => open(each)}>{t(`automation.outcomes.${each}`)} <span className="num">{of.day[each]}</span></button>)}</span>;
}

function Editing({ automation, close }: { automation: Automation | null; close: () => void }) {
  const [steps, setSteps] = useState(() => keyed(automation?.steps ?? []));
  const canned = useQuery({ queryKey: keys.cannedReplies, queryFn: () => api.cannedReplies.list() });
  return <AutomationForm automation={automation} steps={() => steps.map((each) => each.step)} close={close} stepList={<StepList steps={steps} setSteps={setSteps} canned={(canned.data?.items ?? []).filter((each) => each.scope === "everybody")} />} />;
}
