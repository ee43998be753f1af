import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Hours } from "../../api/calendars";
import { useWords } from "../../words";
import { kindOf, monthOf, written, type DayKind } from "./rules";

const kinds: DayKind[] = ["open", "off", "holiday", "makeUp", "otherHours"];
const sign: Record<DayKind, string> = { open: "", off: "", holiday: "holidaySign", makeUp: "makeUpSign", otherHours: "otherHoursSign" };

interface Props { hours: Hours; year: number; setYear: (year: number) => void; pick: (date: string) => void }

/** All days of a year. Exceptions are reached by key too; every other day by the form below. */
export function YearView({ hours, year, setYear, pick }: Props) {
  const { t, locale } = useWords();
  const signOf = (kind: DayKind) => (sign[kind] ? t(`calendar.${sign[kind]}`) : undefined);
  const exceptions = new Map(hours.exceptions.map((each) => [each.date, each]));
  const month = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" });
  return (
    <div className="year">
      <div className="year-head">
        <Button type="text" icon={<LeftOutlined aria-hidden />} aria-label={t("calendar.yearBefore")} onClick={() => setYear(year - 1)} />
        <b className="num" aria-live="polite">{year}</b>
        <Button type="text" icon={<RightOutlined aria-hidden />} aria-label={t("calendar.yearAfter")} onClick={() => setYear(year + 1)} />
        <ul className="year-key">{kinds.map((kind) => <li key={kind}><i className={`year-day is-${kind}`} data-sign={signOf(kind)} aria-hidden />{t(`calendar.kind.${kind}`)}</li>)}</ul>
      </div>
      <div className="year-months">
        {Array.from({ length: 12 }, (_none, n) => (
          <section key={n} className="year-month" aria-label={month.format(Date.UTC(year, n, 1))}>
            <h3>{month.format(Date.UTC(year, n, 1))}</h3>
            <div className="year-days">
              {[1, 2, 3, 4, 5, 6, 7].map((each) => <span key={`w${each}`} className="year-weekday" aria-hidden>{weekday.format(Date.UTC(2024, 0, each))}</span>)}
              {monthOf(year, n).map((date, place) => {
                if (date === null) return <span key={place} />;
                const exception = exceptions.get(date);
                const kind = kindOf(hours, date, exception);
                const spans = exception ? exception.spans : hours.week[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? [];
                const says = [whole.format(new Date(`${date}T00:00:00Z`)), exception?.name, t(`calendar.kind.${kind}`), written(spans)].filter(Boolean).join(" · ");
                return (
                  <button key={date} type="button" className={`year-day is-${kind}`} aria-label={says} title={says} data-sign={signOf(kind)} tabIndex={exception ? 0 : -1} onClick={() => pick(date)}>{Number(date.slice(8))}</button>
                );
              })}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
