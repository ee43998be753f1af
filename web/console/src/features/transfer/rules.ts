import type { Export, Import } from "../../api";

export function isWorking(state: Import["state"] | Export["state"]): boolean {
  return state === "checking" || state === "running" || state === "undoing";
}

/** Which of the steps an import has come to: what columns mean, the check, the run, the report. */
export function stepOf(state: Import["state"]): 1 | 2 | 3 | 4 {
  switch (state) {
    case "uploaded": return 1;
    case "checking": case "checked": return 2;
    case "running": return 3;
    default: return 4;
  }
}

/** 0 to 100; null while nobody has counted what there is. */
export function percent(done: number, total: number): number | null {
  return total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : null;
}

/** Instants of whole days, as the filter of an export wants them: until the end of the last one. */
export function period(from: string, to: string, instantOf: (wall: string) => string): { since?: string; until?: string } {
  const next = to && new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { since: from ? instantOf(`${from}T00:00`) : undefined, until: next ? instantOf(`${next}T00:00`) : undefined };
}
