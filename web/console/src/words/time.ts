import type { Locale, Words } from "./index";

// How time reads: relative up to a day, then a date; the exact instant with
// its zone on hover. All of it in the zone of the person, not of the machine.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let zone: string | undefined;

export function standInZone(name: string): void {
  zone = isZone(name) ? name : undefined;
}

/** Where the person's days begin and end. */
export const zoneHere = (): string => zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

function isZone(name: string): boolean {
  if (!name) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + zone + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })));
  return found;
}

/** "12 分钟前", from a day on the date. */
export function ago(t: Words, locale: Locale, at: string, now: number): string {
  const passed = now - Date.parse(at);
  if (passed < minuteMs) return t("time.now");
  if (passed < hourMs) return t("time.minutesAgo", { count: Math.floor(passed / minuteMs) });
  if (passed < dayMs) return t("time.hoursAgo", { count: Math.floor(passed / hourMs) });
  return date(locale, at, now);
}

/** How long, in at most two units: "3 小时 5 分". */
export function span(t: Words, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs));
  if (minutes === 0) return t("time.moment");
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return join(t, t("time.days", { count: days }), hours % 24 > 0 ? t("time.hours", { count: hours % 24 }) : "");
  if (hours > 0) return join(t, t("time.hours", { count: hours }), minutes % 60 > 0 ? t("time.minutes", { count: minutes % 60 }) : "");
  return t("time.minutes", { count: minutes });
}

/** One unit, for places where there is little room. */
export function shortSpan(t: Words, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs));
  if (minutes < 60) return t("time.shortMinutes", { count: minutes });
  if (minutes < 48 * 60) return t("time.shortHours", { count: Math.floor(minutes / 60) });
  return t("time.shortDays", { count: Math.floor(minutes / 1440) });
}

function join(t: Words, large: string, small: string): string {
  return small ? t("time.join", { large, small }) : large;
}

export function date(locale: Locale, at: string, now: number): string {
  const sameYear = year(at) === year(new Date(now).toISOString());
  return format(locale, sameYear ? { month: "short", day: "numeric" } : { year: "numeric", month: "short", day: "numeric" }).format(new Date(at));
}

export function clock(locale: Locale, at: string): string {
  return format(locale, { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
}

export function dateAndClock(locale: Locale, at: string, now: number): string {
  return sameDay(at, new Date(now).toISOString()) ? clock(locale, at) : `${date(locale, at, now)} ${clock(locale, at)}`;
}

/** From when to when, in the reader's zone or in a given one; days in nobody's. */
export function range(locale: Locale, from: string, to: string, { days = false, within = zone }: { days?: boolean; within?: string } = {}): string {
  const options: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", weekday: "short", year: "numeric", ...(days ? {} : { hour: "2-digit", minute: "2-digit", hour12: false }) };
  const end = days ? new Date(Math.max(Date.parse(from), Date.parse(to) - dayMs)) : new Date(to); // the day behind the last is named as its end
  return new Intl.DateTimeFormat(locale, { timeZone: days ? "UTC" : within, ...options }).formatRange(new Date(from), end);
}

/** Whether two zones show the same clock at an instant. */
export function sameClock(at: string, other: string): boolean {
  const shown = (timeZone?: string) => new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(new Date(at));
  return shown(zone) === shown(other);
}

/** The exact instant, for hovering. */
export function exact(locale: Locale, at: string): string {
  return format(locale, { dateStyle: "full", timeStyle: "long" }).format(new Date(at));
}

/** The words between two days of a conversation. */
export function day(t: Words, locale: Locale, at: string, now: number): string {
  if (sameDay(at, new Date(now).toISOString())) return t("time.today");
  if (sameDay(at, new Date(now - dayMs).toISOString())) return t("time.yesterday");
  const options: Intl.DateTimeFormatOptions = { month: "long", day: "numeric", weekday: "short" };
  return format(locale, year(at) === year(new Date(now).toISOString()) ? options : { ...options, year: "numeric" }).format(new Date(at));
}

export function sameDay(one: string, other: string): boolean {
  return dayKey(one) === dayKey(other);
}

function dayKey(at: string): string {
  return format("en", { year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
}

function year(at: string): string {
  return format("en", { year: "numeric" }).format(new Date(at));
}

/** "2026-03-02T14:05" on the clock of the person, as date boxes want it. */
export function wallText(at: string): string {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return `${parts["year"]}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}`;
}

/** The instant at which the clock of the person shows that. */
export function instantOf(wall: string): string {
  const asUtc = Date.parse(`${wall}Z`);
  const off = (at: number) => Date.parse(`${wallText(new Date(at).toISOString())}Z`) - at;
  const near = asUtc - off(asUtc);
  return new Date(asUtc - off(near)).toISOString();
}

/** A day of the week by its number: 1 is Monday, 7 is Sunday. */
export function weekday(locale: Locale, number: number, length: "short" | "long" = "short"): string {
  return format(locale, { weekday: length, timeZone: "UTC" }).format(Date.UTC(2026, 2, 1 + number)); // the second of March was a Monday
}
