/** The names that a wording may use; the server refuses others. */
export const variables = [
  "contact.name", "contact.first_name", "contact.email", "agent.name", "agent.first_name",
  "conversation.number", "conversation.subject", "channel.name", "team.name",
] as const;

export type Unit = "minutes" | "hours" | "days";

const inMinutes: Record<Unit, number> = { minutes: 1, hours: 60, days: 24 * 60 };

/** Minutes in the largest unit that says them exactly. */
export function lengthOf(minutes: number): { count: number; unit: Unit } {
  const unit = (["days", "hours"] as const).find((each) => minutes >= inMinutes[each] && minutes % inMinutes[each] === 0) ?? "minutes";
  return { count: minutes / inMinutes[unit], unit };
}

export function minutesOf(count: number, unit: Unit): number {
  return Math.round(count * inMinutes[unit]);
}

/** What belongs to whom, in one value of a select: "personal", "everybody" or "team:ID". */
export function ownerOf({ scope, team }: { scope: string; team: string }): string {
  return scope === "team" ? `team:${team}` : scope;
}

export function ownedBy(owner: string): { scope: "personal" | "team" | "everybody"; team: string } {
  if (owner.startsWith("team:")) return { scope: "team", team: owner.slice(5) };
  return { scope: owner === "everybody" ? "everybody" : "personal", team: "" };
}
