import type { Deadline, Step } from "../../api/calendars";
import { useWords, type Words } from "../../words";
import { span } from "../../words/time";

interface Props { deadline: Deadline; zone: string }

/** When something is due, and the way there. */
export function Steps({ deadline, zone }: Props) {
  const { t, locale } = useWords();
  const told = teller(locale, zone);
  return (
    <div className="deadline" role="status">
      <p className="deadline-due">{t("calendar.due", { at: told.instant(deadline.due) })}</p>
      <ol>
        <li>{t("calendar.step.asked", { at: told.instant(deadline.from), work: span(t, deadline.work_minutes * 60_000) })}</li>
        {deadline.steps.map((step, n) => <li key={n}>{words(t, told, step)}</li>)}
      </ol>
    </div>
  );
}

type Teller = ReturnType<typeof teller>;

function teller(locale: string, zone: string) {
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "short", month: "short", day: "numeric" });
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const on = (at: string, lessMs = 0) => day.format(Date.parse(at) - lessMs);
  return { on, time: (at: string) => time.format(new Date(at)), instant: (at: string) => `${on(at)} ${time.format(new Date(at))}` };
}

function words(t: Words, told: Teller, step: Step): string {
  const counted = span(t, step.counted_seconds * 1000);
  const name = step.name || t("calendar.unnamed");
  const last = told.on(step.until, 1);
  const first = told.on(step.from);
  switch (step.reason) {
    case "outside": return t("calendar.step.outside", { until: told.instant(step.until) });
    case "day_off": return step.days === 1 ? t("calendar.step.dayOff", { day: first }) : t("calendar.step.daysOff", { first, last });
    case "holiday": return step.days === 1 ? t("calendar.step.holiday", { day: first, name }) : t("calendar.step.holidays", { first, last, name, days: step.days });
    case "make_up": return t("calendar.step.makeUp", { name, from: told.instant(step.from), until: told.time(step.until), counted });
    case "other_hours": return t("calendar.step.otherHours", { name, from: told.instant(step.from), until: told.time(step.until), counted });
    case "paused": return t("calendar.step.paused", { from: told.instant(step.from), until: told.instant(step.until) });
    case "clock_forward": return t("calendar.step.forward", { at: told.instant(step.from), amount: span(t, step.amount_seconds * 1000) });
    case "clock_back": return t("calendar.step.back", { at: told.instant(step.from), amount: span(t, step.amount_seconds * 1000) });
    case "worked": return step.days === 1
      ? t("calendar.step.worked", { from: told.instant(step.from), until: first === last ? told.time(step.until) : told.instant(step.until), counted })
      : t("calendar.step.workedDays", { days: step.days, from: told.instant(step.from), until: told.instant(step.until), counted });
  }
}
