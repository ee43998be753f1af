import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { routing, type OverflowRule, type Overflows as All, type Queue } from "../../api/routing";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { faultWords } from "../../words/fault";
import { useQueueWords } from "./useQueueWords";
import "./overflow.css";

const usual: OverflowRule = { on: true, waiting: 10, oldest_seconds: 900, hold_seconds: 120, lower_waiting: 4, lower_oldest_seconds: 300, back_seconds: 300, team: "", texts: {} };

/** When queues overflow, and what happens then. */
export function Overflows() {
  const { t } = useQueueWords();
  const query = useQuery({ queryKey: keys.overflows, queryFn: routing.overflows });
  return <Section title={t("overflow.title")} lead={t("overflow.lead")}><Loaded query={query} refused={t("floor.refused")}>{(all) => <Rules all={all} />}</Loaded></Section>;
}

function Rules({ all }: { all: All }) {
  const { t, team, needs } = useQueueWords();
  const [added, setAdded] = useState<Queue[]>([]);
  const named = (queue: Queue) => `${team(queue.team)} · ${needs(queue)}`;
  const has = new Set([...all.items.map((each) => each.queue.id), ...added.map((each) => each.id)]);
  const rows = [...all.items, ...added.filter((each) => !all.items.some((one) => one.queue.id === each.id)).map((queue) => ({ queue, rule: usual, version: 0 }))];
  const left = all.queues.filter((each) => !has.has(each.id));
  return (
    <>
      {rows.length === 0 && <p className="panel-none">{t("overflow.none")}</p>}
      {rows.map((each) => <Rule key={`${each.queue.id} ${each.version}`} queue={each.queue} saved={each.rule} version={each.version} name={named(each.queue)} fixed={!all.can.change} />)}
      {all.can.change && left.length > 0 && (
        <Select
          value={null} showSearch optionFilterProp="label" placeholder={t("overflow.add")} aria-label={t("overflow.add")} className="routing-add"
          options={left.map((each) => ({ value: each.id, label: named(each) }))} onChange={(id: string | null) => { const it = left.find((each) => each.id === id); if (it) setAdded((old) => [...old, it]); }}
        />
      )}
    </>
  );
}

function Rule({ queue, saved, version, name, fixed }: { queue: Queue; saved: OverflowRule; version: number; name: string; fixed: boolean }) {
  const { t } = useQueueWords();
  const client = useQueryClient();
  const teams = useTeams();
  const [rule, setRule] = useState(saved);
  const set = (part: Partial<OverflowRule>) => setRule((old) => ({ ...old, ...part }));
  const save = useMutation({
    mutationFn: () => routing.saveOverflow(queue.id, rule, version),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.overflows }); say.done(t("act.saved")); },
  });
  const count = (key: "waiting" | "lower_waiting", least: number) => (
    <label>{t(`overflow.field.${key}`)} <InputNumber min={least} max={100000} precision={0} disabled={fixed} value={rule[key]} onChange={(value) => value !== null && set({ [key]: value })} /></label>
  );
  const minutes = (key: "oldest_seconds" | "lower_oldest_seconds" | "expected_seconds" | "lower_expected_seconds" | "hold_seconds" | "back_seconds") => (
    <label>{t(`overflow.field.${key}`)} <InputNumber min={0} max={10080} disabled={fixed} value={(rule[key] ?? 0) / 60} suffix={t("overflow.minutes")} onChange={(value) => value !== null && set({ [key]: Math.round(value * 60) })} /></label>
  );
  return (
    <article className="rule" aria-label={name}>
      <div className="rule-head">
        <b className="overflow-name">{name}</b>
        <label><Switch size="small" checked={rule.on} disabled={fixed} onChange={(on) => set({ on })} /> {t("rules.on")}</label>
      </div>
      <div className="overflow-fields"><span>{t("overflow.begins")}</span>{count("waiting", 0)}{minutes("oldest_seconds")}{minutes("expected_seconds")}{minutes("hold_seconds")}</div>
      <div className="overflow-fields"><span>{t("overflow.ends")}</span>{count("lower_waiting", 0)}{minutes("lower_oldest_seconds")}{minutes("lower_expected_seconds")}{minutes("back_seconds")}</div>
      <div className="rule-needs">
        <label><span>{t("overflow.field.team")}</span><Select allowClear disabled={fixed} value={rule.team || undefined} placeholder={t("overflow.noTeam")} options={(teams.data?.items ?? []).filter((each) => each.id !== queue.team).map((each) => ({ value: each.id, label: each.name }))} onChange={(team?: string) => set({ team: team ?? "" })} /></label>
        {queue.channel_kind === "webchat" && (["offer_callback", "offer_message"] as const).map((key) => <label key={key}><Switch size="small" checked={rule[key] ?? false} disabled={fixed} onChange={(on) => set({ [key]: on })} /> {t(`overflow.field.${key}`)}</label>)}
        {queue.channel_kind === "webchat" && (["zh-CN", "en"] as const).map((locale) => (
          <label key={locale}><span>{t(`overflow.text.${locale}`)}</span><Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} disabled={fixed} value={rule.texts[locale] ?? ""} onChange={(event) => set({ texts: { ...rule.texts, [locale]: event.target.value } })} /></label>
        ))}
      </div>
      {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} />}
      {!fixed && <Button className="overflow-save" disabled={version > 0 && JSON.stringify(rule) === JSON.stringify(saved)} loading={save.isPending} onClick={() => save.mutate()}>{t("overflow.save")}</Button>}
    </article>
  );
}
