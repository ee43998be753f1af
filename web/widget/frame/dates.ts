import type { Locale } from "../shared/locale";
import type { Say } from "./words";

export function clock(at: string, locale: Locale): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

/** Date, time and zone, for whoever hovers. */
export function exact(at: string, locale: Locale): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" }).format(date);
}

export function day(name: string, now: Date, locale: Locale, say: Say): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (name === now.toDateString()) return say("today");
  if (name === yesterday.toDateString()) return say("yesterday");
  const date = new Date(name);
  const sameYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
