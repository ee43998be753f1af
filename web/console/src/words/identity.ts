import type { Words } from ".";

/** What stands behind an identity, and who says so: a claim is a claim, and of a
 * browser or an id of another system nobody has proved who sits behind it. */
export function standing(t: Words, { kind, verified }: { kind: string; verified: boolean }): { good: boolean; mark: string; hint: string } {
  if (!verified) return { good: false, mark: t("identity.claimed"), hint: t("identity.claimedHint") };
  return { good: kind !== "visitor", mark: t(`identity.mark.${kind}`), hint: t(`identity.markHint.${kind}`) };
}
