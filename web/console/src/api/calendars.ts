import { request } from "./request";
import type { Instant, Page } from "./types";

// When the house works. Apart from the other calls, because only settings ask.

export interface Span { from: string; to: string }
export interface Exception { date: string; name: string; spans: Span[] }
/** The week begins with Sunday. */
export interface Hours { zone: string; week: Span[][]; exceptions: Exception[] }
export interface Calendar { id: string; name: string; hours: Hours; version: number; open: boolean; until: Instant | null; can: { change: boolean } }
export type StepReason = "outside" | "worked" | "day_off" | "holiday" | "make_up" | "other_hours" | "paused" | "clock_forward" | "clock_back";
export interface Step { reason: StepReason; from: Instant; until: Instant; days: number; name: string; counted_seconds: number; amount_seconds: number }
export interface Deadline { from: Instant; due: Instant; work_minutes: number; steps: Step[] }
export interface FileDay { date: string; name: string; works: boolean }
export interface FileRead { days: FileDay[]; left: { name: string; reason: "not_a_day" | "repeats_strange" | "cancelled" | "too_long" }[] }
export interface Notice { region: string; year: number; source: string; issued: string; days: { date: string; holiday: string; works: boolean }[] }

export const calendars = {
  list: () => request<Page<Calendar>>("GET", "/v1/calendars"),
  add: (body: { name: string; hours: Hours }, once: string) => request<Calendar>("POST", "/v1/calendars", { body, once }),
  change: (id: string, body: { name: string; hours: Hours; version: number }) => request<Calendar>("PUT", `/v1/calendars/${encodeURIComponent(id)}`, { body }),
  retire: (id: string) => request<void>("DELETE", `/v1/calendars/${encodeURIComponent(id)}`),
  attempt: (body: { hours: Hours; from: Instant; work_minutes: number }) => request<Deadline>("POST", "/v1/calendars/trial", { body }),
  read: (body: { text: string; first_year: number; last_year: number }) => request<FileRead>("POST", "/v1/calendars/file", { body }),
  holidays: () => request<Page<Notice>>("GET", "/v1/holidays"),
};
