import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, InputNumber, Select, Switch } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { reliefs, type Reliefs as All, type ReliefSettings } from "../../api/reliefs";
import type { Queue } from "../../api/routing";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const usual: ReliefSettings = { after_seconds: 600, callback: true, message: true };

/** What queues offer to whoever waits in the chat. */
export function Reliefs({ named }: { named: (queue: Queue) => string }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.reliefs, queryFn: reliefs.list });
  return <Section title={t("relief.title")} lead={t("relief.lead")}><Loaded query={query} refused={t("floor.refused")}>{(all) => <Rows all={all} named={named} />}</Loaded></Section>;
}

function Rows({ all, named }: { all: All; named: (queue: Queue) => string }) {
  const { t } = useWords();
  const [added, setAdded] = useState<Queue[]>([]);
  const saved = new Set(all.items.map((each) => each.queue.id));
  const rows = [...all.items, ...added.filter((each) => !saved.has(each.id)).map((queue) => ({ queue, settings: usual, version: 0 }))];
  const left = all.queues.filter((each) => each.channel_kind === "webchat" && !rows.some((row) => row.queue.id === each.id));
  return (
    <>
      {rows.length === 0 && <p className="panel-none">{t("relief.none")}</p>}
      {rows.map((each) => <Row key={`${each.queue.id} ${each.version}`} queue={each.queue} saved={each.settings} version={each.version} name={named(each.queue)} fixed={!all.can.change} />)}
      {all.can.change && left.length > 0 && (
        <Select
          value={null} showSearch optionFilterProp="label" placeholder={t("relief.add")} aria-label={t("relief.add")} className="routing-add"
          options={left.map((each) => ({ value: each.id, label: named(each) }))} onChange={(id: string | null) => { const it = left.find((each) => each.id === id); if (it) setAdded((old) => [...old, it]); }}
        />
      )}
    </>
  );
}

function Row({ queue, saved, version, name, fixed }: { queue: Queue; saved: ReliefSettings; version: number; name: string; fixed: boolean }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [settings, setSettings] = useState(saved);
  const set = (part: Partial<ReliefSettings>) => setSettings((old) => ({ ...old, ...part }));
  const save = useMutation({
    mutationFn: () => reliefs.save(queue.id, settings, version),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.reliefs }); say.done(t("act.saved")); },
  });
  const offer = (key: "callback" | "message") => <label><Switch size="small" checked={settings[key]} disabled={fixed} onChange={(on) => set({ [key]: on })} /> {t(`relief.offer.${key}`)}</label>;
  return (
    <article className="rule" aria-label={name}>
      <div className="rule-head"><b className="overflow-name">{name}</b></div>
      <div className="overflow-fields">
        <label>{t("relief.after")} <InputNumber min={0} max={1440} precision={0} disabled={fixed} value={settings.after_seconds / 60} suffix={t("overflow.minutes")} onChange={(value) => value !== null && set({ after_seconds: value * 60 })} /></label>
        {offer("callback")}{offer("message")}
      </div>
      {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} />}
      {!fixed && <Button className="overflow-save" disabled={version > 0 && JSON.stringify(settings) === JSON.stringify(saved)} loading={save.isPending} onClick={() => save.mutate()}>{t("relief.save")}</Button>}
    </article>
  );
}
