import type { Words } from "../../words";

/** Counting stops here. */
const countedUpto = 100;

export function membersText(t: Words, members: number): string {
  return members >= countedUpto ? t("organisations.manyMembers", { count: countedUpto }) : t("organisations.members", { count: members });
}

/** The desk's list of everything, narrowed to an organisation. */
export function filterOf(organisation: string): string {
  return JSON.stringify({ organisations: [organisation] });
}
