import { DeleteOutlined, MoonOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { asFault, type QuietHours, type QuietSpan } from "../../api";
import { quietHours } from "../../api/told";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { weekday } from "../../words/time";
import { daysWords, lastsIntoNextDay, ready, usualNight } from "./quiet";
import "./notification.css";

/** When I am not pushed to. */
export function QuietHoursForm() {
  const query = useQuery({ queryKey: keys.quietHours, queryFn: quietHours.get, staleTime: 0 });
  return <Loaded query={query} rows={2}>{(hours) => <Spans key={JSON.stringify(hours.spans)} hours={hours} />}</Loaded>;
}

function Spans({ hours }: { hours: QuietHours }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [spans, setSpans] = useState(hours.spans);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const save = useMutation({
    mutationFn: () => quietHours.choose(spans, here),
    onSuccess: (answer) => { client.setQueryData(keys.quietHours, answer); say.done(t("act.saved")); },
  });
  const change = (at: number, to: Partial<QuietSpan>) => setSpans(spans.map((each, n) => (n === at ? { ...each, ...to } : each)));
  const changed = JSON.stringify(spans) !== JSON.stringify(hours.spans);
  return (
    <div className="quiet-hours">
      {hours.now && <p className="quiet-now"><MoonOutlined aria-hidden /> {t("quietHours.now")}</p>}
      {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} />}
      {spans.length === 0 && <p className="panel-none">{t("quietHours.none")}</p>}
      {spans.map((span, at) => <Span key={at} span={span} change={(to) => change(at, to)} remove={() => setSpans(spans.filter((_each, n) => n !== at))} />)}
      {spans.length > 0 && <p className="quiet-zone">{t("quietHours.zone", { zone: hours.time_zone || here })} <Link to="/settings/profile">{t("quietHours.changeZone")}</Link></p>}
      <div className="device-acts">
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setSpans([...spans, usualNight])}>{t("quietHours.add")}</Button>
        {changed && <Button type="primary" disabled={!spans.every(ready)} loading={save.isPending} onClick={() => save.mutate()}>{t("act.save")}</Button>}
        {changed && <Button type="text" onClick={() => setSpans(hours.spans)}>{t("act.cancel")}</Button>}
      </div>
    </div>
  );
}

function Span({ span, change, remove }: { span: QuietSpan; change: (to: Partial<QuietSpan>) => void; remove: () => void }) {
  const { t, locale } = useWords();
  const name = t("quietHours.span", { days: daysWords(t, locale, span.days), from: span.from, to: span.to });
  return (
    <div className="quiet-span" role="group" aria-label={name}>
      <div className="quiet-times">
        <Input type="time" aria-label={t("quietHours.from")} value={span.from} onChange={(event) => change({ from: event.target.value })} />
        <span aria-hidden>–</span>
        <Input type="time" aria-label={t("quietHours.to")} value={span.to} onChange={(event) => change({ to: event.target.value })} />
        <span className="quiet-next">{lastsIntoNextDay(span) && t(span.from === span.to ? "quietHours.wholeDay" : "quietHours.nextDay")}</span>
        <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t("quietHours.remove", { span: name })} title={t("quietHours.removeShort")} onClick={remove} />
      </div>
      <Checkbox.Group
        aria-label={t("quietHours.days")} value={span.days} onChange={(days) => change({ days: days.toSorted((a, b) => a - b) })}
        options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: weekday(locale, day) }))}
      />
      {span.days.length === 0 && <p className="quiet-missing" role="alert">{t("quietHours.daysMissing")}</p>}
    </div>
  );
}
