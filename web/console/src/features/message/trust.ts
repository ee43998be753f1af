import type { Message, Trust, TrustWarning } from "../../api";

/** What is shown beside a sender's name: nothing where nothing was found out. */
export function markOf(trust: Trust | null | undefined): "verified" | "failed" | "unproven" | null {
  return trust && trust.proof !== "unchecked" ? trust.proof : null;
}

/** Warnings that nobody has taken away. */
export function standing(trust: Trust): TrustWarning[] {
  return trust.warnings.filter((each) => !each.dismissed);
}

/** There is a reason to look twice before one answers. */
export function isDoubtful({ trust }: Pick<Message, "trust">): boolean {
  return !!trust && (trust.proof === "failed" || standing(trust).length > 0);
}

/** It came signed or encrypted (S/MIME). */
export function isSecured(trust: Trust): boolean {
  return trust.signature !== null || trust.encryption !== null;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
