import type { Locale } from "../shared/locale";
import type { Say } from "./words";

export function clock(at: string, locale: Locale): string {
  return told(at, locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Date, time and zone, for whoever hovers. */
export function exact(at: string, locale: Locale): string {
  return told(at, locale, { dateStyle: "long", timeStyle: "long" });
}

function told(at: string | Date, locale: Locale, how: Intl.DateTimeFormatOptions): string {
  const date = new Date(at);
  return Number.isNaN(+date) ? "" : new Intl.DateTimeFormat(locale, how).format(date);
}

export function day(name: string, now: Date, locale: Locale, say: Say): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (name === now.toDateString()) return say("today");
  if (name === yesterday.toDateString()) return say("yesterday");
  const date = new Date(name);
  const sameYear = date.getFullYear() === now.getFullYear();
  return told(date, locale, { month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
