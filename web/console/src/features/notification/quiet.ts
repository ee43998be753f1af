import type { QuietSpan } from "../../api";
import type { Locale, Words } from "../../words";
import { weekday } from "../../words/time";

/** What one most likely wants: the evening, the night and the early morning. */
export const usualNight: QuietSpan = { days: [1, 2, 3, 4, 5, 6, 7], from: "20:00", to: "08:00" };

/** It may be saved: both times are there, and a day. */
export function ready(span: QuietSpan): boolean {
  return span.from !== "" && span.to !== "" && span.days.length > 0;
}

/** It ends on the day after the one on which it begins. */
export function lastsIntoNextDay({ from, to }: QuietSpan): boolean {
  return from !== "" && to !== "" && to <= from;
}

/** "周一至周五", "Sat, Sun", or every day. */
export function daysWords(t: Words, locale: Locale, days: number[]): string {
  if (days.length === 7) return t("quietHours.everyDay");
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? 0;
  if (days.length > 2 && last - first === days.length - 1) return t("quietHours.daysFromTo", { first: weekday(locale, first), last: weekday(locale, last) });
  return days.map((day) => weekday(locale, day)).join(t("list.and"));
}
