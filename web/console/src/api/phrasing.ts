import { request } from "./request";
import type { components } from "./schema";

// What is better said otherwise in what somebody is about to send.

export type Mark = components["schemas"]["Mark"];

export const phrasing = {
  read: (conversation: string, text: string, signal?: AbortSignal) =>
    request<{ items: Mark[] }>("POST", `/v1/conversations/${encodeURIComponent(conversation)}/draft/wording`, { body: { text }, signal }),
};
