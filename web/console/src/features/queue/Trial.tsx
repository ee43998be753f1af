import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Segmented, Select } from "antd";
import { useState, type ReactNode } from "react";
import { asFault } from "../../api";
import { routing, type Trial as Played, type TrialGroup, type TrialNumber, type TrialWhat, type Wish } from "../../api/routing";
import { keys } from "../../live";
import { Section } from "../../ui/Page";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { zoneHere } from "../../words/time";
import { TrialDrawer } from "./TrialDrawer";
import { useQueueWords } from "./useQueueWords";
import "./trial.css";

interface Props { targets: Record<string, number>; headStarts: Record<string, number> }

/** What a past day would have looked like with the weights above. */
export function Trial({ targets, headStarts }: Props) {
  const { t, locale } = useWords();
  const [day, setDay] = useState<string>();
  const weights = { targets, head_starts: headStarts };
  const days = useQuery({ queryKey: keys.trialDays, queryFn: () => routing.trialDays(zoneHere()) });
  const play = useMutation({ mutationFn: (wish: Wish) => routing.trial(wish) });
  const asked = play.variables;
  const stale = asked && JSON.stringify({ targets: asked.targets, head_starts: asked.head_starts }) !== JSON.stringify(weights);
  const named = (of: string) => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(new Date(of));
  return (
    <Section title={t("routing.trial.title")} lead={t("routing.trial.lead")}>
      <div className="trial-ask">
        <Select
          allowClear value={day} placeholder={t("routing.trial.yesterday")} aria-label={t("routing.trial.day")} onChange={setDay} className="trial-day"
          options={(days.data?.items ?? []).map((each) => ({ value: each.day, label: t("routing.trial.dayTaken", { day: named(each.day), count: each.taken }) }))}
        />
        <Button loading={play.isPending} onClick={() => play.mutate({ ...weights, time_zone: zoneHere(), ...(day ? { day } : {}) })}>{t("routing.trial.play")}</Button>
        {stale && <span role="status">{t("routing.trial.stale")}</span>}
      </div>
      {play.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(play.error))} />}
      {play.data && asked && (play.data.all.waits === 0 ? <p className="panel-none">{t("routing.trial.none")}</p> : <Outcome played={play.data} wish={asked} title={named(play.data.day)} />)}
    </Section>
  );
}

type Beside = "before" | "was";

function Outcome({ played, wish, title }: { played: Played; wish: Wish; title: string }) {
  const { t, length } = useQueueWords();
  const [beside, setBeside] = useState<Beside>("before");
  const [open, setOpen] = useState<{ number: TrialNumber; title: string } | null>(null);
  const { all } = played;
  const show = (number: TrialNumber, of: string) => setOpen({ number, title: of });
  return (
    <>
      <p className="routing-example" role="status">
        <b>{title}</b>{" "}
        {all.up + all.down === 0 ? t("routing.trial.same") : t("routing.trial.sum", { up: all.up, down: all.down, waits: all.waits, after: length(all.after.longest_seconds), before: length(all.before.longest_seconds) })}
        {" "}{t("routing.trial.bounded")}
      </p>
      {played.unknown.length > 0 && <p className="trial-note">{t("routing.trial.unknown", { reasons: played.unknown.map((code) => t(`placeReasonName.${code}`)).join(t("list.and")) })}</p>}
      <div className="routing-kind">
        <span>{t("routing.trial.against")}</span>
        <Segmented size="small" aria-label={t("routing.trial.against")} value={beside} onChange={setBeside} options={[{ value: "before" as const, label: t("routing.trial.withSaved") }, { value: "was" as const, label: t("routing.trial.withReal") }]} />
      </div>
      <Groups groups={[all, ...played.classes, ...played.queues]} beside={beside} show={show} />
      <details className="trial-limits">
        <summary>{t("routing.trial.limits")}</summary>
        <ul>{(["leave", "hands", "reasons", "end", "picked"] as const).map((each) => <li key={each}>{t(`routing.trial.limit.${each}`)}</li>)}</ul>
      </details>
      {open && <TrialDrawer wish={wish} number={open.number} title={open.title} close={() => setOpen(null)} />}
    </>
  );
}

interface GroupsProps { groups: TrialGroup[]; beside: Beside; show: (number: TrialNumber, title: string) => void }

function Groups({ groups, beside, show }: GroupsProps) {
  const { t, team, needs, length } = useQueueWords();
  const called = (row: TrialGroup) => (row.queue ? `${team(row.queue.team)} · ${needs(row.queue)}` : row.key === "all" ? t("routing.trial.all") : t(`routing.trial.class.${row.key.slice("class:".length)}`));
  const one = (row: TrialGroup, of: TrialNumber["of"], what: TrialWhat, number: number, text: string) => (
    number === 0 && what !== "half" && what !== "most" && what !== "longest" ? <span className="trial-nought">{text}</span> : (
      <button type="button" className="link num" aria-label={t("routing.trial.openNumber", { who: called(row), what: t(`routing.trial.${what}`), number: text })} onClick={() => show({ group: row.key, of, what }, `${called(row)} · ${t(`routing.trial.${what}`)}`)}>{text}</button>
    )
  );
  const pair = (row: TrialGroup, what: "half" | "most" | "longest") => {
    const now = row.after[`${what}_seconds`];
    const then = row[beside][`${what}_seconds`];
    return (
      <span className={now > then ? "trial-pair is-worse" : now < then ? "trial-pair is-better" : "trial-pair"}>
        {one(row, beside, what, then, length(then))}<i aria-hidden>→</i>{one(row, "after", what, now, length(now))}
      </span>
    );
  };
  const counts = (row: TrialGroup, what: "overdue" | "unfinished") => (
    <span className="trial-pair">{one(row, beside, what, row[beside][what], String(row[beside][what]))}<i aria-hidden>→</i>{one(row, "after", what, row.after[what], String(row.after[what]))}</span>
  );
  const figure = (what: TrialWhat, of: ReactNode) => <div><dt>{t(`routing.trial.${what}`)}</dt><dd>{of}</dd></div>;
  return (
    <ul className="trial-groups" aria-label={t("routing.trial.title")}>
      {groups.map((row) => (
        <li key={row.key} className={row.queue ? "is-queue" : undefined}>
          <p className="trial-who"><b>{called(row)}</b>{row.queue && <small>{t("routing.trial.bound", { span: length(row.bound_seconds) })}</small>}</p>
          <dl>
            {figure("waits", one(row, "after", "waits", row.waits, String(row.waits)))}
            {figure("up", one(row, "after", "up", row.up, String(row.up)))}
            {figure("down", one(row, "after", "down", row.down, String(row.down)))}
            {figure("half", pair(row, "half"))}
            {figure("most", pair(row, "most"))}
            {figure("longest", pair(row, "longest"))}
            {row[beside].overdue + row.after.overdue > 0 && figure("overdue", counts(row, "overdue"))}
            {row[beside].unfinished + row.after.unfinished > 0 && figure("unfinished", counts(row, "unfinished"))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
