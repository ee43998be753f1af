import { Button, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import type { Exception, Hours } from "../../api/calendars";
import { useWords } from "../../words";
import { spansOf, usualSpans, written } from "./rules";

type Kind = "usual" | "closed" | "hours";

interface Props { hours: Hours; date: string; save: (exception: Exception) => void; usual: (date: string) => void; close: () => void }

/** What one date is. */
export function DayForm({ hours, date: asked, save, usual, close }: Props) {
  const { t } = useWords();
  const [date, setDate] = useState(asked);
  const before = hours.exceptions.find((each) => each.date === asked);
  const [kind, setKind] = useState<Kind>(before ? (before.spans.length > 0 ? "hours" : "closed") : asked ? "usual" : "closed");
  const [name, setName] = useState(before?.name ?? "");
  const [text, setText] = useState(written(before && before.spans.length > 0 ? before.spans : usualSpans(hours)));
  const spans = kind === "hours" ? spansOf(text) : [];
  const good = date !== "" && spans !== null && (kind !== "hours" || spans.length > 0);
  const done = () => {
    if (!good || !spans) return;
    if (kind === "usual") usual(date);
    else save({ date, name: name.trim(), spans });
    close();
  };
  return (
    <Modal open title={t("calendar.dayTitle")} onCancel={close} footer={[<Button key="no" onClick={close}>{t("act.cancel")}</Button>, <Button key="yes" type="primary" disabled={!good} onClick={done}>{t("calendar.dayDone")}</Button>]}>
      <div className="stack day-form">
        <label>{t("calendar.date")}<Input type="date" value={date} onChange={(event) => setDate(event.target.value)} /></label>
        <Segmented<Kind> aria-label={t("calendar.dayIs")} value={kind} onChange={setKind} options={(["usual", "closed", "hours"] as const).map((each) => ({ value: each, label: t(`calendar.day.${each}`) }))} />
        {kind !== "usual" && <label>{t("calendar.dayName")}<Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} onPressEnter={done} /></label>}
        {kind === "hours" && (
          <label>{t("calendar.hours")}
            <Input value={text} status={spans === null ? "error" : ""} aria-invalid={spans === null} onChange={(event) => setText(event.target.value)} onPressEnter={done} />
            {spans === null && <span className="field-wrong" role="alert">{t("calendar.hoursUnread")}</span>}
          </label>
        )}
      </div>
    </Modal>
  );
}
