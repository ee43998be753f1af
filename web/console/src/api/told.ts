// How I am told of what concerns me: only the settings need this.
import { request } from "./request";
import type { Page, Preference, PushSubscribed, PushTrial, QuietHours, QuietSpan } from "./types";

const seg = encodeURIComponent;

/** By kind, in the page and by push. */
export const preferences = {
  get: () => request<Page<Preference>>("GET", "/v1/me/notification-preferences"),
  choose: (items: Preference[]) => request<Page<Preference>>("PUT", "/v1/me/notification-preferences", { body: { items } }),
};

/** When I am not pushed to. */
export const quietHours = {
  get: () => request<QuietHours>("GET", "/v1/me/quiet-hours"),
  choose: (spans: QuietSpan[], zone: string) => request<QuietHours>("PUT", "/v1/me/quiet-hours", { body: { spans, time_zone: zone } }),
};

/** The browsers that I am pushed to. */
export const pushes = {
  key: () => request<{ key: string }>("GET", "/v1/push/key"),
  list: () => request<Page<PushSubscribed>>("GET", "/v1/me/push-subscriptions"),
  add: (body: PushSubscriptionJSON) => request<PushSubscribed>("POST", "/v1/me/push-subscriptions", { body: { endpoint: body.endpoint, keys: body.keys } }),
  remove: (id: string) => request<void>("DELETE", `/v1/me/push-subscriptions/${seg(id)}`),
  attempt: (id: string) => request<PushTrial>("POST", `/v1/me/push-subscriptions/${seg(id)}/trial`),
};
