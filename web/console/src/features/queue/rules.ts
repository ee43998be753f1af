import type { PlaceReason } from "../../api/routing";

/** Kinds of channels that wait in queues. */
export const kinds = ["webchat", "email", "form", "api"] as const;

/** Reasons that move a place, as the server orders them. */
export const codes = ["risk", "furious", "angry", "urgent", "third_contact", "again", "vip", "priority_urgent", "priority_high", "priority_low"] as const;

/** By how much a reason moves a place whose channel has a target of so many minutes. */
export function headStartSeconds(targetMinutes: number, percent: number): number {
  return Math.trunc((targetMinutes * 60 * percent) / 100);
}

export function sumSeconds(reasons: Pick<PlaceReason, "seconds">[]): number {
  return reasons.reduce((sum, each) => sum + each.seconds, 0);
}

/** How much of somebody is taken, for a bar: never beyond its end. */
export function shareOf(load: number): number {
  return Math.min(100, Math.round(load * 100));
}
