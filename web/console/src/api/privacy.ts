import type { components } from "./schema";
import { request } from "./request";
import type { Message, Page } from "./types";

// Who sees personal data, and who had it shown all the same.

const seg = encodeURIComponent;

export type PrivacyPolicy = components["schemas"]["Policy"];
export type PrivacyKind = string;
export type PrivacyLevel = "open" | "limited" | "guarded";
export type Unmasking = components["schemas"]["Unmasking"];
export interface Unmasked { message: Message; until: string }
export interface UnmaskingQuery { staff?: string; contact?: string; kind?: string; after?: string; limit?: number }

/** In the order in which people are shown them. */
export const privacyKinds = ["id_card", "passport", "bank_card", "bank_account", "secret", "phone", "email", "address", "name", "plate"] as const;
export const privacyLevels: PrivacyLevel[] = ["open", "limited", "guarded"];
export const unmaskReasons = ["identity", "request", "correction", "authority", "other"] as const;

export const privacy = {
  policy: () => request<PrivacyPolicy>("GET", "/v1/privacy"),
  decide: (policy: Pick<PrivacyPolicy, "levels" | "shown_minutes" | "per_hour" | "version">) => request<PrivacyPolicy>("PUT", "/v1/privacy", { body: policy }),
  trial: (levels: PrivacyPolicy["levels"], text: string) => request<components["schemas"]["Sights"]>("POST", "/v1/privacy/trial", { body: { levels, text } }),
  unmask: (message: string, why: { reason: string; words?: string }) => request<Unmasked>("POST", `/v1/messages/${seg(message)}/unmasking`, { body: why }),
  unmaskings: (query: UnmaskingQuery) => request<Page<Unmasking>>("GET", "/v1/unmaskings", { query: { ...query } }),
};
