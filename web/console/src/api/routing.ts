import type { components } from "./schema";
import { request } from "./request";
import type { ChannelKind, Conversation, Instant, Named, Page, PresenceState, Priority } from "./types";

// Who waits, in which order, and who gets it. Apart from the other calls, because
// the desk can be used before it is there.

export type Mode = "pull" | "push" | "offer";
export type Way = "push" | "offer" | "next";
export type Refusal = "busy" | "not_mine" | "know_them" | "other";
export interface Why { code: string; value?: string }
export interface PlaceReason { code: string; value?: string; seconds: number }
export interface Need { skill: string; level: number }
export interface Queue { id: string; team: string; channel_kind: ChannelKind; language: string; skills: Need[] }
export interface QueueWaiting extends Queue { mode: Mode; target_seconds: number; waiting: number; oldest: Instant }
export interface Place {
  conversation: Conversation; arrived: Instant; counts_from: Instant; reasons: PlaceReason[]; overdue: boolean; routing_version: number;
  waits_for?: { staff: Named; because: string; until: Instant } | null;
}
export interface FloorLine extends QueueWaiting { first: Place[] }
export interface Hand {
  id: string; name: string; state: PresenceState; reason: string; since: Instant | null; idle_since: Instant | null; load: number; has: number; teams: Named[];
}
export interface Floor { queues: FloorLine[]; people: Hand[]; callbacks: { live: number; due: number; late: number }; cursor: number }
export interface Candidate { staff: string; score: number; load: number; why: Why[] }
export interface Decision {
  id: string; staff: string; way: Way; why: Why[]; reasons: PlaceReason[]; candidates: Candidate[]; passed_over: Record<string, number>; arrived: Instant; at: Instant;
}
export interface RoutingRule { name: string; when: string; off: boolean; team: string; skills: Need[]; language: string; priority: Priority | "" }
export interface Tried { of: number; matched: number; first: Conversation[] }
export interface Routing {
  version: number; targets: Record<string, number>; head_starts: Record<string, number>; at_once: Record<string, number>;
  people: Record<string, Record<string, number>>; modes: Record<string, Mode>; offers: { seconds: number; missed: number }; rules: RoutingRule[]; can: { change: boolean };
  own?: { seconds: number }; same_person?: Record<string, { days: number; seconds: number }>;
}

export interface Wait {
  conversation_id: string; queue_id: string; at: Instant; ahead: number; method: "qlm" | "first" | "none"; half_seconds: number; most_seconds: number; mean_seconds: number; seconds: number;
}
export interface WaitReport {
  waits: number; unexpected: number; covered: number; common: number; bias_seconds: number; root_mean_square_seconds: Record<"ours" | "last" | "first" | "usual", number>; points: Wait[];
}

export interface OverflowRule {
  on: boolean; waiting: number; oldest_seconds: number; hold_seconds: number; lower_waiting: number; lower_oldest_seconds: number; back_seconds: number; team: string; expected_seconds?: number; lower_expected_seconds?: number; offer_callback?: boolean; offer_message?: boolean; texts: Record<string, string>;
}
export interface Overflow {
  queue: Queue; rule: OverflowRule; version: number; on: boolean; since: Instant | null; because: "" | "over" | "under" | "manual" | "rule_off";
  figures: { waiting: number; oldest_seconds: number; expected_seconds: number }; override: "" | "on" | "off"; override_until: Instant | null; override_by: string;
}
export interface OverflowSwitch { on: boolean; waiting: number; oldest_seconds: number; expected_seconds: number; because: string; by: string; at: Instant }
export interface Overflows { items: Overflow[]; queues: Queue[]; can: { change: boolean } }

export type TrialOf = "was" | "before" | "after";
export type TrialWhat = "waits" | "up" | "down" | "half" | "most" | "longest" | "overdue" | "unfinished";
export interface Wish { day?: string; time_zone?: string; targets: Record<string, number>; head_starts: Record<string, number> }
export interface Spread { half_seconds: number; most_seconds: number; longest_seconds: number; overdue: number; unfinished: number }
export interface TrialGroup { key: string; queue: Queue | null; bound_seconds: number; waits: number; up: number; down: number; was: Spread; before: Spread; after: Spread }
export interface Trial { day: string; hands: number; all: TrialGroup; classes: TrialGroup[]; queues: TrialGroup[]; unknown: string[] }
export interface TrialDay { day: string; taken: number }
export interface TrialLength { seconds: number; overdue: boolean; unfinished: boolean }
export interface TrialWait {
  conversation_id: string; conversation: Conversation | null; queue_id: string; class: string; arrived: Instant; because: string;
  was: TrialLength; before: TrialLength; after: TrialLength; reasons_before: PlaceReason[]; reasons_after: PlaceReason[];
}
export interface TrialNumber { group: string; of: TrialOf; what: TrialWhat }

export interface Asked {
  id: string; conversation: Conversation; at: Instant; until: Instant; seconds_left: number; why: Why[]; reasons: PlaceReason[]; arrived: Instant;
}

type Loose<T> = T extends string ? string : T extends object ? { [Key in keyof T]: Loose<T[Key]> } : T;
type Fits<Promise extends Loose<Relied>, Relied> = Promise;

export type HeldRouting = [
  Fits<components["schemas"]["RoutingView"], Routing>,
  Fits<components["schemas"]["HandView"], Hand>,
  Fits<components["schemas"]["QueueView"], QueueWaiting>,
  Fits<components["schemas"]["OfferView"], Asked>,
  Fits<components["schemas"]["PlayedDay"], Trial>,
  Fits<components["schemas"]["TrialWaitView"], TrialWait>,
  Fits<components["schemas"]["OverflowView"], Overflow>,
];

export const routing = {
  floor: () => request<Floor>("GET", "/v1/floor"),
  places: (queue: string, after?: string) => request<Page<Place>>("GET", `/v1/queues/${encodeURIComponent(queue)}/places`, { query: { after, limit: 50 } }),
  placeOf: (conversation: string) => request<{ place: Place | null; queue: Queue | null; ahead: number }>("GET", `/v1/conversations/${encodeURIComponent(conversation)}/place`),
  decisions: (conversation: string) => request<Page<Decision>>("GET", `/v1/conversations/${encodeURIComponent(conversation)}/decisions`),
  waits: (days: number) => request<WaitReport>("GET", "/v1/waits", { query: { days } }),
  next: () => request<{ conversation: Conversation | null; decision: Decision | null; beyond: number }>("POST", "/v1/me/next"),
  offers: () => request<Page<Asked>>("GET", "/v1/me/offers"),
  accept: (offer: string) => request<Conversation>("POST", `/v1/offers/${encodeURIComponent(offer)}/acceptance`),
  refuse: (offer: string, because: Refusal) => request<void>("POST", `/v1/offers/${encodeURIComponent(offer)}/refusal`, { body: { because } }),
  preview: (when: string) => request<Tried>("POST", "/v1/routing/preview", { body: { when } }),
  overflows: () => request<Overflows>("GET", "/v1/overflows"),
  saveOverflow: (queue: string, rule: OverflowRule, version: number) => request<Overflow>("PUT", `/v1/queues/${encodeURIComponent(queue)}/overflow`, { body: { rule, version } }),
  overrideOverflow: (queue: string, state: Overflow["override"], minutes: number) => request<Overflow>("POST", `/v1/queues/${encodeURIComponent(queue)}/overflow/override`, { body: { state, minutes } }),
  overflowLog: (queue: string) => request<{ items: OverflowSwitch[] }>("GET", `/v1/queues/${encodeURIComponent(queue)}/overflow/switches`),
  trialDays: (time_zone: string) => request<{ items: TrialDay[] }>("GET", "/v1/routing/trial/days", { query: { time_zone } }),
  trial: (wish: Wish) => request<Trial>("POST", "/v1/routing/trial", { body: wish }),
  trialWaits: (wish: Wish, number: TrialNumber, after?: string) => request<Page<TrialWait>>("POST", "/v1/routing/trial/waits", { body: { ...wish, ...number }, query: { after, limit: 50 } }),
  get: () => request<Routing>("GET", "/v1/routing"),
  save: ({ can: _, ...settings }: Routing) => request<Routing>("PUT", "/v1/routing", { body: settings }),
};
