import type { components } from "./schema";
import { request } from "./request";
import type { Contact, Identity, Instant, Page } from "./types";

// Who may be one person, and by what names somebody is known. Apart from the
// other calls, because the desk can be used before it is there.

export interface Reason { code: string; value: string; verified: boolean }

export interface SuggestedPair { one: Contact; other: Contact; score: number; because: Reason[]; at: Instant; can: { merge: boolean } }

export interface MergedContact { id: string; name: string; conversations: number; at: Instant; by: string; can_undo: boolean }

export interface ToldApart { contact: Contact; at: Instant; by: string; can_take_back: boolean }

export interface ContactLinks { merged_into: string; halves: MergedContact[]; suggestions: { contact: Contact; score: number; because: Reason[] }[]; apart: ToldApart[] }

export interface NewIdentity { kind: Exclude<Identity["kind"], "visitor">; value: string; channel_id?: string }

type Loose<T> = T extends string ? string : T extends (infer Item)[] ? Loose<Item>[] : T extends object ? { [Key in keyof T]: Loose<T[Key]> } : T;
type Fits<Promise extends Loose<Relied>, Relied> = Promise;

export type HeldAlike = [
  Fits<components["schemas"]["MergeReason"], Reason>,
  Fits<components["schemas"]["MergedContact"], MergedContact>,
  Fits<Omit<components["schemas"]["ToldApart"], "contact">, Omit<ToldApart, "contact">>,
  Fits<Omit<components["schemas"]["SuggestedPair"], "one" | "other">, Omit<SuggestedPair, "one" | "other">>,
];

const of = (id: string) => `/v1/contacts/${encodeURIComponent(id)}`;

export const alike = {
  links: (id: string) => request<ContactLinks>("GET", `${of(id)}/merge`),
  merge: (half: string, into: string, once: string) => request<Contact>("POST", `${of(half)}/merge`, { body: { into }, once }),
  unmerge: (half: string) => request<Contact>("DELETE", `${of(half)}/merge`),
  tellApart: (one: string, other: string) => request<void>("DELETE", `${of(one)}/merge-suggestions/${encodeURIComponent(other)}`),
  takeBack: (one: string, other: string) => request<void>("DELETE", `${of(one)}/told-apart/${encodeURIComponent(other)}`),
  suggestions: (query: { limit?: number; after?: string }) => request<Page<SuggestedPair>>("GET", "/v1/merge-suggestions", { query }),
  addIdentity: (id: string, body: NewIdentity, once: string) => request<Contact>("POST", `${of(id)}/identities`, { body, once }),
  removeIdentity: (id: string, identity: string) => request<Contact>("DELETE", `${of(id)}/identities/${encodeURIComponent(identity)}`),
};
