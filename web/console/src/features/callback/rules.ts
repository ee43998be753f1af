import type { Callback } from "../../api/callbacks";

/** How a call-back is marked: what goes wrong unless somebody acts, and what has. */
export function mark(callback: Pick<Callback, "from" | "until" | "state">, now: number): "later" | "due" | "late" | "over" {
  if (callback.state !== "open" && callback.state !== "taken") return "over";
  if (now >= Date.parse(callback.until)) return "late";
  return now < Date.parse(callback.from) ? "later" : "due";
}

/** A number that is not hidden can be rung up. */
export function dialled(phone: string): string {
  return phone === "" || phone.includes("*") ? "" : `tel:${phone}`;
}
