import type { components } from "./schema";
import { request } from "./request";
import type { Instant } from "./types";

// How a channel gets into its mailbox by a provider's word (OAuth 2.0).

export interface Grant {
  channel_id: string; provider: string; authorize_url: string; token_url: string; scopes: string; client_id: string; has_secret: boolean;
  secret_until: Instant | null; secret_soon: boolean; state: "none" | "waiting" | "good" | "refused"; reason: string; said: string;
  access_until: Instant | null; granted_at: Instant | null; return_url: string;
}

export interface GrantClient { provider: string; client_id: string; client_secret?: string; secret_until?: Instant; authorize_url?: string; token_url?: string; scopes?: string }

type Loose<T> = T extends string ? string : T extends object ? { [Key in keyof T]: Loose<T[Key]> } : T;
type Fits<Promise extends Loose<Relied>, Relied> = Promise;

export type HeldGrants = [Fits<components["schemas"]["GrantView"], Grant>];

const of = (channel: string) => `/v1/channels/${encodeURIComponent(channel)}/grant`;

export const grants = {
  get: (channel: string) => request<Grant>("GET", of(channel)),
  put: (channel: string, client: GrantClient) => request<Grant>("PUT", of(channel), { body: client }),
  drop: (channel: string) => request<undefined>("DELETE", of(channel)),
  begin: (channel: string) => request<{ url: string }>("POST", `${of(channel)}/authorization`),
};
