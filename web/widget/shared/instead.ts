// What the desk says of what may be done instead of waiting, read defensively as the
// rest of its words (protocol.ts).

export type Window = { day: "today" | "tomorrow"; part: "any" | "morning" | "afternoon" | "evening"; from: string; until: string };

export type Instead = {
  windows: Window[]; // in which one can be called; none = it is not offered
  called: { from: string; until: string; ends: string; tried: number; taken: boolean } | null;
  message: boolean;
  email: string;
  left: boolean;
};

const days: readonly unknown[] = ["today", "tomorrow"];
const parts: readonly unknown[] = ["any", "morning", "afternoon", "evening"];

export function readInstead(raw: unknown): Instead {
  const it = object(raw);
  const called = it.called ? object(it.called) : null;
  return {
    windows: (Array.isArray(it.windows) ? it.windows : []).flatMap(readWindow),
    called: called && instant(called.from) && instant(called.until) ? { from: String(called.from), until: String(called.until), ends: text(called.ends), tried: typeof called.tried === "number" ? called.tried : 0, taken: called.taken === true } : null,
    message: it.message === true,
    email: text(it.email),
    left: it.left === true,
  };
}

function readWindow(raw: unknown): Window[] {
  const it = object(raw);
  return days.includes(it.day) && parts.includes(it.part) && instant(it.from) && instant(it.until) ? [it as Window] : [];
}

function instant(raw: unknown): boolean {
  return typeof raw === "string" && !Number.isNaN(Date.parse(raw));
}

function text(raw: unknown): string {
  return typeof raw === "string" ? raw : "";
}

function object(raw: unknown): Record<string, unknown> {
  return typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {};
}
