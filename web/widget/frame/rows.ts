// How lines stand on the screen: a divider where a day begins, and lines of
// one person within five minutes set close together under one name.

import type { Line } from "./thread";

export type Row = { line: Line; day: string; first: boolean; last: boolean };

const togetherMs = 5 * 60_000;

export function rows(lines: Line[]): Row[] {
  return lines.map((line, i) => ({
    line,
    day: startsDay(lines[i - 1], line) ? dayOf(line) : "",
    first: !together(lines[i - 1], line),
    last: !together(line, lines[i + 1]),
  }));
}

function together(a: Line | undefined, b: Line | undefined): boolean {
  if (!a || !b || startsDay(a, b)) return false;
  return a.kind === b.kind && a.author === b.author && Date.parse(b.sentAt) - Date.parse(a.sentAt) < togetherMs;
}

function startsDay(before: Line | undefined, line: Line): boolean {
  return dayOf(line) !== "" && (!before || dayOf(before) !== dayOf(line));
}

/** The visitor's own calendar day, "" when the time is unreadable. */
function dayOf(line: Line): string {
  const at = new Date(line.sentAt);
  return Number.isNaN(at.getTime()) ? "" : at.toDateString();
}
