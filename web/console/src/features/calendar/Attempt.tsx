import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { calendars, type Hours } from "../../api/calendars";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { instantIn } from "./rules";
import { Steps } from "./Steps";

interface Props { hours: Hours; year: number }

/** When something would be due by the hours above, saved or not. */
export function Attempt({ hours, year }: Props) {
  const { t } = useWords();
  const [from, setFrom] = useState(`${year}-04-03T17:40`);
  const [work, setWork] = useState<number | null>(8);
  const ask = useMutation({ mutationFn: () => calendars.attempt({ hours, from: instantIn(hours.zone, from), work_minutes: Math.round((work ?? 0) * 60) }) });
  return (
    <div className="attempt">
      <div className="attempt-ask">
        <label>{t("calendar.askedAt")}<Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} /></label>
        <label>{t("calendar.work")}<InputNumber min={0} max={8784} step={0.5} value={work} onChange={setWork} /></label>
        <Button loading={ask.isPending} disabled={from === "" || work === null} onClick={() => ask.mutate()}>{t("calendar.ask")}</Button>
      </div>
      {ask.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(ask.error))} />}
      {ask.data && <Steps deadline={ask.data} zone={hours.zone} />}
    </div>
  );
}
