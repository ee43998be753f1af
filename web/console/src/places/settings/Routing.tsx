import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { routing, type Mode, type Routing as Settings } from "../../api/routing";
import { codes, headStartSeconds, kinds, sumSeconds } from "../../features/queue/rules";
import { Overflows } from "../../features/queue/Overflows";
import { Reliefs } from "../../features/relief/Reliefs";
import { Rules } from "../../features/queue/Rules";
import { Trial } from "../../features/queue/Trial";
import { useQueueWords } from "../../features/queue/useQueueWords";
import { keys } from "../../live";
import { useStaff, useTeams } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import "./routing.css";

/** In which order those who wait are taken, and by whom. */
export default function Routing() {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.routing, queryFn: routing.get });
  return (
    <Page title={t("settings.routing")} lead={t("routing.lead")}>
      <Loaded query={query} refused={t("routing.refused")}>{(saved) => <Form key={saved.version} saved={saved} />}</Loaded>
    </Page>
  );
}

type Edit = (change: Partial<Settings>) => void;
interface Part { s: Settings; edit: Edit; fixed: boolean }

function Form({ saved }: { saved: Settings }) {
  const { t, team, needs } = useQueueWords();
  const client = useQueryClient();
  const [s, setS] = useState(saved);
  const fixed = !saved.can.change;
  const edit: Edit = (change) => setS((old) => ({ ...old, ...change }));
  const save = useMutation({
    mutationFn: () => routing.save(s),
    onSuccess: (now) => {
      client.setQueryData(keys.routing, now);
      void client.invalidateQueries({ queryKey: keys.floor });
      say.done(t("act.saved"));
    },
  });
  const same = JSON.stringify(s) === JSON.stringify(saved);
  return (
    <>
      {fixed && <Alert type="info" showIcon title={t("routing.readOnly")} className="door-fault" />}
      <Modes s={s} edit={edit} fixed={fixed} />
      <Section title={t("rules.title")} lead={t("rules.lead")}><Rules rules={s.rules} change={(rules) => edit({ rules })} fixed={fixed} /></Section>
      <Kinds s={s} edit={edit} fixed={fixed} />
      <HeadStarts s={s} edit={edit} fixed={fixed} />
      {!fixed && <Trial targets={s.targets} headStarts={s.head_starts} />}
      <People s={s} edit={edit} fixed={fixed} />
      {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
      {!fixed && (
        <p className="routing-save">
          <Button type="primary" disabled={same} loading={save.isPending} onClick={() => save.mutate()}>{t("act.save")}</Button>
          <span>{t("routing.version", { version: saved.version })}</span>
        </p>
      )}
      <Overflows />
      <Reliefs named={(queue) => `${team(queue.team)} · ${needs(queue)}`} />
    </>
  );
}

const modes: Mode[] = ["pull", "push", "offer"];

function Modes({ s, edit, fixed }: Part) {
  const { t } = useWords();
  const teams = useTeams();
  const rows = teams.data?.items ?? [];
  return (
    <Section title={t("routing.modes")} lead={t("routing.modesLead")}>
      {rows.length === 0 ? <p className="panel-none">{t("teams.emptyWhy")}</p> : (
        <Table
          label={t("routing.modes")} rows={rows} rowKey={(row) => row.id}
          columns={[
            { key: "team", title: t("routing.team"), cell: (row) => <b>{row.name}</b> },
            { key: "mode", title: t("routing.mode"), cell: (row) => (
              <Select
                value={s.modes[row.id] ?? "pull"} disabled={fixed} aria-label={t("routing.modeOf", { team: row.name })} className="routing-mode"
                onChange={(mode) => edit({ modes: { ...s.modes, [row.id]: mode } })} options={modes.map((value) => ({ value, label: t(`mode.${value}`) }))}
              />
            ) },
            { key: "same", title: t("routing.same"), cell: (row) => <SamePerson team={row} s={s} edit={edit} fixed={fixed} /> },
            { key: "means", title: t("routing.means"), quiet: true, cell: (row) => t(`modeMeans.${s.modes[row.id] ?? "pull"}`) },
          ]}
        />
      )}
      {Object.values(s.modes).includes("offer") && (
        <div className="routing-offers">
          <label>{t("routing.offerSeconds")} <InputNumber min={10} max={600} precision={0} disabled={fixed} value={s.offers.seconds} onChange={(seconds) => seconds && edit({ offers: { ...s.offers, seconds } })} /></label>
          <label>{t("routing.offersMissed")} <InputNumber min={1} max={20} precision={0} disabled={fixed} value={s.offers.missed} onChange={(missed) => missed && edit({ offers: { ...s.offers, missed } })} /></label>
        </div>
      )}
      <div className="routing-offers">
        <label>{t("routing.ownSeconds")} <InputNumber min={0} max={3600} precision={0} disabled={fixed} value={s.own?.seconds ?? 120} onChange={(seconds) => seconds !== null && edit({ own: { seconds } })} /></label>
      </div>
    </Section>
  );
}

/** For how many days somebody who comes back is meant for who handled their case, and how long they wait for them. */
function SamePerson({ team, s, edit, fixed }: Part & { team: { id: string; name: string } }) {
  const { t } = useWords();
  const all = s.same_person ?? {};
  const same = all[team.id];
  const { [team.id]: _, ...others } = all;
  return (
    <span className="routing-same">
      <Switch size="small" checked={Boolean(same)} disabled={fixed} aria-label={t("routing.sameOf", { team: team.name })} onChange={(on) => edit({ same_person: on ? { ...all, [team.id]: { days: 7, seconds: 60 } } : others })} />
      {same && (
        <>
          <label>{t("routing.sameDays")} <InputNumber size="small" min={1} max={90} precision={0} disabled={fixed} value={same.days} onChange={(days) => days && edit({ same_person: { ...all, [team.id]: { ...same, days } } })} /></label>
          <label>{t("routing.sameSeconds")} <InputNumber size="small" min={0} max={3600} precision={0} disabled={fixed} value={same.seconds} onChange={(seconds) => seconds !== null && edit({ same_person: { ...all, [team.id]: { ...same, seconds } } })} /></label>
        </>
      )}
    </span>
  );
}

function Kinds({ s, edit, fixed }: Part) {
  const { t } = useWords();
  const { length } = useQueueWords();
  return (
    <Section title={t("routing.kinds")} lead={t("routing.kindsLead")}>
      <Table
        label={t("routing.kinds")} rows={[...kinds]} rowKey={(row) => row}
        columns={[
          { key: "kind", title: t("routing.kind"), cell: (row) => <b>{t(`channel.kind.${row}`)}</b> },
          { key: "target", title: t("routing.target"), cell: (row) => (
            <span className="routing-number">
              <InputNumber min={1} max={10080} precision={0} disabled={fixed} value={s.targets[row]} aria-label={`${t("routing.target")} · ${t(`channel.kind.${row}`)}`} onChange={(value) => value && edit({ targets: { ...s.targets, [row]: value } })} />
              <span>{length((s.targets[row] ?? 0) * 60)}</span>
            </span>
          ) },
          { key: "atOnce", title: t("routing.atOnce"), cell: (row) => (
            <InputNumber min={1} max={50} precision={0} disabled={fixed} value={s.at_once[row]} aria-label={`${t("routing.atOnce")} · ${t(`channel.kind.${row}`)}`} onChange={(value) => value && edit({ at_once: { ...s.at_once, [row]: value } })} />
          ) },
        ]}
      />
    </Section>
  );
}

function HeadStarts({ s, edit, fixed }: Part) {
  const { t, reason, sum, length } = useQueueWords();
  const [kind, setKind] = useState<(typeof kinds)[number]>("email");
  const [holds, setHolds] = useState<string[]>(["angry", "third_contact"]);
  const seconds = (code: string) => headStartSeconds(s.targets[kind] ?? 0, s.head_starts[code] ?? 0);
  const example = codes.filter((code) => holds.includes(code) && seconds(code) !== 0).map((code) => ({ code, value: code === "third_contact" ? "3" : code === "again" ? "2" : code === "risk" ? "account_theft" : "", seconds: seconds(code) }));
  return (
    <Section title={t("routing.headStarts")} lead={t("routing.headStartsLead")}>
      <div className="routing-kind">
        <span>{t("routing.exampleOf")}</span>
        <Select value={kind} onChange={setKind} aria-label={t("routing.exampleOf")} options={kinds.map((value) => ({ value, label: t(`channel.kind.${value}`) }))} />
      </div>
      <Table
        label={t("routing.headStarts")} rows={[...codes]} rowKey={(row) => row}
        columns={[
          { key: "holds", title: t("routing.holds"), cell: (row) => (
            <label className="routing-holds">
              <input type="checkbox" checked={holds.includes(row)} onChange={() => setHolds((old) => (old.includes(row) ? old.filter((each) => each !== row) : [...old, row]))} /> {t(`placeReasonName.${row}`)}
            </label>
          ) },
          { key: "percent", title: t("routing.percent"), cell: (row) => (
            <InputNumber
              min={row === "priority_low" ? -500 : 0} max={row === "priority_low" ? 0 : 500} precision={0} disabled={fixed} suffix="%" value={s.head_starts[row]}
              aria-label={`${t("routing.percent")} · ${t(`placeReasonName.${row}`)}`} onChange={(value) => value !== null && edit({ head_starts: { ...s.head_starts, [row]: value } })}
            />
          ) },
          { key: "span", title: t("routing.comesTo"), quiet: true, cell: (row) => (seconds(row) === 0 ? t("routing.weighsNothing") : `${seconds(row) < 0 ? "−" : "+"} ${length(seconds(row))}`) },
        ]}
      />
      <p className="routing-example" role="status">
        <b>{t("routing.example")}</b> {sum(sumSeconds(example))}{example.length > 0 && <>{t("queue.because")}{example.map(reason).join(t("list.and"))}</>}{t("routing.stop")}
        {" "}{t("routing.patience", { span: length((s.targets[kind] ?? 0) * 180) })}
      </p>
    </Section>
  );
}

function People({ s, edit, fixed }: Part) {
  const { t } = useWords();
  const staff = useStaff();
  const named = (id: string) => staff.data?.items.find((each) => each.id === id)?.name ?? id;
  const rows = Object.keys(s.people);
  const others = (staff.data?.items ?? []).filter((each) => each.state === "active" && !rows.includes(each.id));
  const set = (id: string, of: Record<string, number> | undefined) => {
    const { [id]: _, ...rest } = s.people;
    edit({ people: of ? { ...rest, [id]: of } : rest });
  };
  return (
    <Section title={t("routing.people")} lead={t("routing.peopleLead")}>
      {rows.length > 0 && (
        <Table
          label={t("routing.people")} rows={rows} rowKey={(row) => row}
          columns={[
            { key: "name", title: t("staff.name"), cell: (row) => <b>{named(row)}</b> },
            ...kinds.map((kind) => ({ key: kind, title: t(`channel.kind.${kind}`), cell: (row: string) => (
              <InputNumber min={1} max={50} precision={0} disabled={fixed} value={s.people[row]?.[kind]} placeholder={String(s.at_once[kind])} aria-label={`${named(row)} · ${t(`channel.kind.${kind}`)}`}
                onChange={(value) => { const { [kind]: _, ...rest } = s.people[row] ?? {}; set(row, value ? { ...rest, [kind]: value } : rest); }} />
            ) })),
            { key: "acts", title: t("table.acts"), align: "end" as const, cell: (row) => !fixed && <Button size="small" type="text" onClick={() => set(row, undefined)}>{t("routing.asAll")}</Button> },
          ]}
        />
      )}
      {!fixed && <Select value={null} showSearch optionFilterProp="label" placeholder={t("routing.addPerson")} aria-label={t("routing.addPerson")} className="routing-add" options={others.map((each) => ({ value: each.id, label: each.name }))} onChange={(id: string | null) => id && set(id, {})} />}
    </Section>
  );
}
