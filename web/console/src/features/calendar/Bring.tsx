import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Modal } from "antd";
import { useState, type ChangeEvent } from "react";
import { asFault } from "../../api";
import { calendars, type Exception, type FileRead, type Hours } from "../../api/calendars";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { usualSpans } from "./rules";

interface Props { hours: Hours; year: number; take: (exceptions: Exception[]) => void }

/** Holidays as they were announced, or from a file. */
export function Bring({ hours, year, take }: Props) {
  const { t } = useWords();
  const known = useQuery({ queryKey: ["holidays"], queryFn: calendars.holidays, staleTime: Infinity });
  const [read, setRead] = useState<FileRead | null>(null);
  const file = useMutation({
    mutationFn: async (from: File) => calendars.read({ text: await from.text(), first_year: year, last_year: year + 1 }),
    onSuccess: setRead,
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const put = (days: { date: string; name: string; works: boolean }[]) => {
    take(days.map((each) => ({ date: each.date, name: each.name, spans: each.works ? usualSpans(hours) : [] })));
    say.done(t("calendar.taken", { count: days.length }));
  };
  const notice = known.data?.items.find((each) => each.year === year);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = "";
    if (chosen) file.mutate(chosen);
  };
  return (
    <div className="bring">
      {notice
        ? <Button onClick={() => put(notice.days.map((each) => ({ ...each, name: t(`calendar.holiday.${each.holiday}`) })))}>{t("calendar.takeChina", { year })}</Button>
        : known.data && <span className="faint">{t("calendar.notKnown", { year })}</span>}
      <label className="bring-file">{t("calendar.file")}<input type="file" accept=".ics,text/calendar" onChange={choose} /></label>
      {notice && <span className="faint">{t("calendar.source", { source: notice.source, issued: notice.issued })}</span>}
      {read && (
        <Modal open title={t("calendar.fileTitle")} okText={t("calendar.fileTake", { count: read.days.length })} okButtonProps={{ disabled: read.days.length === 0 }} cancelText={t("act.cancel")} onCancel={() => setRead(null)} onOk={() => { put(read.days); setRead(null); }}>
          <div className="stack">
            {read.days.length === 0 ? <Alert type="warning" showIcon title={t("calendar.fileNone", { first: year, last: year + 1 })} /> : (
              <ol className="bring-days">{read.days.map((each) => <li key={each.date}><span className="num">{each.date}</span> {each.name} <span className="faint">{t(each.works ? "calendar.kind.makeUp" : "calendar.kind.holiday")}</span></li>)}</ol>
            )}
            {read.left.length > 0 && (
              <details>
                <summary>{t("calendar.fileLeft", { count: read.left.length })}</summary>
                <ul className="bring-days">{read.left.map((each, n) => <li key={n}>{each.name || t("calendar.unnamed")} <span className="faint">{t(`calendar.left.${each.reason}`)}</span></li>)}</ul>
              </details>
            )}
          </div>
        </Modal>
      )}
    </div>
  );
}
