import type { Contact } from "../../api";

/** Which of two cards stays, until a person says otherwise: the one that more is
 * known of for sure; else the older one. */
export function survivorOf(one: Contact, other: Contact): Contact {
  const sure = (each: Contact) => each.identities.filter((identity) => identity.verified && identity.kind !== "visitor").length;
  if (sure(one) !== sure(other)) return sure(one) > sure(other) ? one : other;
  if (one.created_at !== other.created_at) return one.created_at < other.created_at ? one : other;
  return one.id < other.id ? one : other;
}

/** A score in a word; the number alone would say more than we know. */
export function likelihood(score: number): "likely" | "possible" | "weak" {
  return score >= 70 ? "likely" : score >= 40 ? "possible" : "weak";
}
