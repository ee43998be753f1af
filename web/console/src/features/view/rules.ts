import type { ViewKey } from "../../api";

// Until service levels come, these are plain patience: a customer nobody has
// taken after ten minutes, or one of ours after half an hour.
const patienceMs: Partial<Record<ViewKey, number>> = {
  unassigned: 10 * 60_000,
  mine: 30 * 60_000,
  team: 30 * 60_000,
};

export function isLate(view: ViewKey, waitingSince: string | null, now: number): boolean {
  const patience = patienceMs[view];
  return patience !== undefined && waitingSince !== null && now - Date.parse(waitingSince) > patience;
}
