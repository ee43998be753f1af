import { request } from "./request";
import type { components } from "./schema";
import type { Page } from "./types";

// Who would rather be called back than wait.

export type Callback = components["schemas"]["CallbackView"];
export type CallbackWindow = components["schemas"]["Window"];
export type Outcome = "done" | "not_reached" | "withdrawn";
export interface CallbackQuery { state?: string; late?: boolean; mine?: boolean; team?: string; conversation?: string; after?: string; limit?: number }
export interface CallbackWish { phone: string; day: CallbackWindow["day"]; part: CallbackWindow["part"]; time_zone: string }

const one = (id: string) => `/v1/callbacks/${encodeURIComponent(id)}`;

/** Somebody still has to call. */
export const lives = (callback: Callback) => callback.state === "open" || callback.state === "taken";

export const callbacks = {
  list: (query: CallbackQuery) => request<Page<Callback>>("GET", "/v1/callbacks", { query: { ...query } }),
  windows: (time_zone: string) => request<{ items: CallbackWindow[] }>("GET", "/v1/callback-windows", { query: { time_zone } }),
  ask: (conversation: string, wish: CallbackWish) => request<Callback>("POST", `/v1/conversations/${encodeURIComponent(conversation)}/callbacks`, { body: wish }),
  take: (id: string) => request<Callback>("POST", `${one(id)}/taking`),
  giveBack: (id: string) => request<Callback>("DELETE", `${one(id)}/taking`),
  end: (id: string, outcome: Outcome, note: string) => request<Callback>("POST", `${one(id)}/outcome`, { body: { outcome, note } }),
  number: (id: string) => request<{ phone: string }>("POST", `${one(id)}/number`),
};
