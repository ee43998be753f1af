import type { Exception, Hours, Span } from "../../api/calendars";

/** "09:00-12:00 13:00-18:00", as one writes it down. */
export function written(spans: Span[]): string {
  return spans.map((each) => `${each.from}-${each.to}`).join(" ");
}

/** Reads what `written` writes, and what people write: "9-12, 13:30–18". Null where it cannot be read. */
export function spansOf(text: string): Span[] | null {
  const spans: Span[] = [];
  for (const part of text.replaceAll(/\s*[-–—~～至]\s*/g, "-").split(/[\s,，;；、]+/).filter(Boolean)) {
    const found = /^(\d{1,2})(?:[:：](\d{2}))?-(\d{1,2})(?:[:：](\d{2}))?$/.exec(part);
    const from = found && timeOf(found[1]!, found[2]);
    const to = found && timeOf(found[3]!, found[4]);
    if (!from || !to || from === "24:00") return null;
    spans.push({ from, to });
  }
  return spans;
}

function timeOf(hours: string, minutes = "00"): string | null {
  const sum = Number(hours) * 60 + Number(minutes);
  return Number(minutes) > 59 || sum > 1440 ? null : `${hours.padStart(2, "0")}:${minutes}`;
}

/** Those of the other dates are kept, and those of the given ones are as they say. */
export function withExceptions(hours: Hours, more: Exception[]): Hours {
  const kept = hours.exceptions.filter((old) => !more.some((each) => each.date === old.date));
  return { ...hours, exceptions: [...kept, ...more].toSorted((a, b) => a.date.localeCompare(b.date)) };
}

export function withoutException(hours: Hours, date: string): Hours {
  return { ...hours, exceptions: hours.exceptions.filter((each) => each.date !== date) };
}

export type DayKind = "open" | "off" | "holiday" | "makeUp" | "otherHours";

const day = (date: string) => new Date(`${date}T00:00:00Z`);

/** What a date is, by the week and the exceptions. */
export function kindOf(hours: Hours, date: string, exception = hours.exceptions.find((each) => each.date === date)): DayKind {
  const usual = (hours.week[day(date).getUTCDay()] ?? []).length > 0;
  if (!exception) return usual ? "open" : "off";
  if (exception.spans.length === 0) return "holiday";
  return usual ? "otherHours" : "makeUp";
}

/** The dates of a month in weeks that begin on Monday; null where another month is. */
export function monthOf(year: number, month: number): (string | null)[] {
  const lead = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const dates = Array.from({ length: count }, (_none, n) => new Date(Date.UTC(year, month, n + 1)).toISOString().slice(0, 10));
  return [...Array.from({ length: lead }, () => null), ...dates];
}

/** The hours that most working days of the week have: those of a day that makes up for another. */
export function usualSpans(hours: Hours): Span[] {
  const texts = hours.week.filter((each) => each.length > 0).map(written);
  const most = texts.toSorted((a, b) => texts.filter((each) => each === b).length - texts.filter((each) => each === a).length)[0];
  return most === undefined ? [{ from: "09:00", to: "18:00" }] : spansOf(most) ?? [];
}

/** The instant at which a clock in the zone shows a time such as "2026-04-03T17:40". */
export function instantIn(zone: string, wall: string): string {
  const wanted = Date.parse(`${wall}:00Z`);
  let at = wanted;
  for (let n = 0; n < 2; n++) at += wanted - shown(zone, at); // the second time where clocks move in between
  return new Date(at).toISOString();
}

function shown(zone: string, at: number): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date(at)).map((each) => [each.type, each.value]));
  return Date.UTC(Number(parts["year"]), Number(parts["month"]) - 1, Number(parts["day"]), Number(parts["hour"]), Number(parts["minute"]));
}
