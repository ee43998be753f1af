import type { components } from "./schema";
import { request } from "./request";
import type { ChannelSettings, Instant, Page } from "./types";

// How the fetching of a channel's mailbox stands. Apart from the other calls,
// because the desk can be used before it is there.

export const outcomes = ["conversation", "duplicate", "automatic", "bounce", "unreadable", "deleted"] as const;
export type Outcome = (typeof outcomes)[number];

export interface Reconciliation {
  id: string; at: Instant; by: string; in_mailbox: number; in_ledger: number; difference: number; gone: number; missing: number[] | null;
}

export interface MailboxHealth {
  channel_id: string; mailbox: string; state: "waiting" | "fetching" | "listening" | "failing"; node: string; reason: string; said: string;
  failing_since: Instant | null; next_at: Instant | null; backlog: number; complete_at: Instant | null;
  counts: { [outcome: string]: number }; last_reconciliation: Reconciliation | null;
}

export interface MailboxLine { uid: number; outcome: string; conversation_id: string; message_id: string; size: number; came_at: Instant | null; at: Instant }

type Loose<T> = T extends string ? string : T extends (infer Item)[] ? Loose<Item>[] : T extends object ? { [Key in keyof T]: Loose<T[Key]> } : T;
type Fits<Promise extends Loose<Relied>, Relied> = Promise;

export type HeldMailboxes = [
  Fits<components["schemas"]["Line"], MailboxLine>,
  Fits<components["schemas"]["Reconciliation"], Reconciliation>,
  Fits<components["schemas"]["Health"], MailboxHealth>,
];

const of = (channel: string) => `/v1/channels/${encodeURIComponent(channel)}/mailbox`;

export const mailboxes = {
  get: (channel: string) => request<MailboxHealth>("GET", of(channel)),
  check: (channel: string) => request<{ mails: number }>("POST", `${of(channel)}/check`),
  mails: (channel: string, query: { outcome: Outcome; after?: string; limit?: number }) => request<Page<MailboxLine>>("GET", `${of(channel)}/mails`, { query }),
  reconcile: (channel: string, once: string) => request<Reconciliation>("POST", `${of(channel)}/reconciliations`, { once }),
};

export type MailProvider = components["schemas"]["MailProvider"];
export type MailVerdict = components["schemas"]["MailVerdict"];
export type MailTried = components["schemas"]["MailboxTried"];

/** Before a mailbox is a channel: who keeps it, and whether it works. */
export const mailTrials = {
  reception: () => request<components["schemas"]["Reception"]>("GET", "/v1/mail-reception"),
  providers: () => request<Page<MailProvider>>("GET", "/v1/mail-providers"),
  recognise: async (address: string) => (await request<Page<MailProvider>>("GET", "/v1/mail-providers", { query: { address } })).items[0]!,
  attempt: (settings: ChannelSettings) => request<MailTried>("POST", "/v1/mailbox-trials", { body: { settings } }),
};
