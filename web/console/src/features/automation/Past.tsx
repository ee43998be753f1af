import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Drawer, Segmented } from "antd";
import { useState } from "react";
import { api, asFault, type Automation, type AutomationOutcome, type MacroStep } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { has, useWords, type Words } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";
import { timed } from "./AutomationForm";

/** When it is asked, and of what. */
export function whenAndIf(t: Words, { occasion, minutes, condition }: Pick<Automation, "occasion" | "minutes" | "condition">) {
  return (
    <>
      {timed(occasion) ? t(`automation.for.${occasion}`, { count: minutes }) : t(`automation.occasion.${occasion}`)}
      {condition && <code className="condition-shown">{condition}</code>}
    </>
  );
}

/** Why something was not done. */
function because(t: Words, reason: string): string {
  if (has(`automation.held.${reason}`)) return t(`automation.held.${reason}`);
  return has(`fault.${reason}`) ? t(`fault.${reason}`) : reason;
}

const outcomes: AutomationOutcome[] = ["done", "would", "held", "refused"];

/** What an automation did, would have done, and did not do. */
export function TurnsDrawer({ automation, outcome, close }: { automation: Automation; outcome: AutomationOutcome | ""; close: () => void }) {
  const { t } = useWords();
  const [only, setOnly] = useState<AutomationOutcome | "">(outcome);
  const query = useQuery({ queryKey: [...keys.automations, automation.id, "turns", only], queryFn: () => api.automations.turns(automation.id, only || undefined) });
  return (
    <Drawer open size="large" title={t("automation.turnsOf", { name: automation.name })} onClose={close}>
      <div className="stack">
        <Segmented size="small" aria-label={t("automation.outcome")} value={only} onChange={setOnly} options={[{ value: "" as const, label: t("automation.every") }, ...outcomes.map((each) => ({ value: each, label: t(`automation.outcomes.${each}`) }))]} />
        <Loaded query={query}>{(page) => page.items.length === 0 ? <Empty title={t("automation.noTurns")} why={t("automation.noTurnsWhy")} /> : (
          <Table
            label={t("automation.turnsOf", { name: automation.name })} rows={page.items} rowKey={(row) => row.conversation_id + row.at}
            columns={[
              { key: "conversation", title: t("automation.conversation"), cell: (row) => <Link to="/desk/$view" params={{ view: "all" }} search={{ c: row.conversation_id, m: row.message_id || undefined }}><span className="num">#{row.number}</span> {row.subject}</Link> },
              { key: "outcome", title: t("automation.outcome"), cell: (row) => <>{t(`automation.outcomes.${row.outcome}`)}{row.reason && <span className="faint"> · {because(t, row.reason)}</span>}</> },
              { key: "version", title: t("automation.version"), quiet: true, align: "end", cell: (row) => <span className="num">{row.version}</span> },
              { key: "at", title: t("automation.at"), quiet: true, cell: (row) => <Ago at={row.at} /> },
            ]}
          />
        )}</Loaded>
      </div>
    </Drawer>
  );
}

/** How an automation was; any of its versions can be kept anew. */
export function VersionsDrawer({ automation, inWords, close }: { automation: Automation; inWords: (step: MacroStep) => string; close: () => void }) {
  const { t, locale } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const query = useQuery({ queryKey: [...keys.automations, automation.id, "versions"], queryFn: () => api.automations.versions(automation.id) });
  const restore = useMutation({
    mutationFn: (old: Automation) => api.automations.change(automation.id, { name: old.name, mode: automation.mode, occasion: old.occasion, minutes: old.minutes, condition: old.condition, steps: old.steps, ends: old.ends, version: automation.version }),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.automations }); say.done(t("act.saved")); close(); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Drawer open size="large" title={t("automation.versionsOf", { name: automation.name })} onClose={close}>
      <Loaded query={query}>{(page) => (
        <ol className="automation-versions">
          {page.items.map((old) => (
            <li key={old.version}>
              <p><b className="num">{t("automation.versionNumber", { version: old.version })}</b> <span className="faint">{old.updated_by.name} · {dateAndClock(locale, old.updated_at, now)}</span></p>
              <p>{old.name} · {whenAndIf(t, old)}</p>
              <p>{old.steps.map(inWords).join(" → ")}</p>
              {old.version !== automation.version && <Button size="small" loading={restore.isPending} onClick={() => restore.mutate(old)}>{t("automation.restore")}</Button>}
            </li>
          ))}
        </ol>
      )}</Loaded>
    </Drawer>
  );
}
