import type { components } from "./schema";
import { request } from "./request";
import type { Page } from "./types";

// How the channels are, and what is to be done.

type Nullable<T, K extends keyof T> = Omit<T, K> & { [Key in K]: T[Key] | null };
type Parts = "in" | "out" | "grant";

export type ChannelHealth = Nullable<components["schemas"]["ChannelHealth"], Parts>;
export type HealthCard = Nullable<components["schemas"]["HealthCard"], Parts>;
export type Trouble = components["schemas"]["HealthTrouble"];
export type ChannelState = ChannelHealth["state"];

export const health = {
  list: () => request<Page<ChannelHealth>>("GET", "/v1/channel-health"),
  get: (channel: string) => request<HealthCard>("GET", `/v1/channels/${encodeURIComponent(channel)}/health`),
};
