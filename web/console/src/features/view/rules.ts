import type { ViewCount, ViewKey } from "../../api";

// Until service levels come, these are plain patience: a customer nobody has
// taken after ten minutes, or one of ours after half an hour.
const patienceMs: Partial<Record<ViewKey, number>> = {
  unassigned: 10 * 60_000,
  mine: 30 * 60_000,
  team: 30 * 60_000,
};

export function isLate(view: string, waitingSince: string | null, now: number): boolean {
  const patience = patienceMs[view as ViewKey];
  return patience !== undefined && waitingSince !== null && now - Date.parse(waitingSince) > patience;
}

/** "1,000+" where counting stopped at a bound. */
export function countText(view: Pick<ViewCount, "count" | "count_is">): string {
  if (view.count_is === "at_least") return `${view.count.toLocaleString("en")}+`;
  return view.count > 9999 ? "9999+" : String(view.count);
}
