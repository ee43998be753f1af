import { request } from "./request";
import type { components } from "./schema";

// Whether a customer has shown that they are who they say.

const at = (conversation: string) => `/v1/conversations/${encodeURIComponent(conversation)}/identity-check`;

export type IdentityCheck = components["schemas"]["IdentityCheckView"];

export const identityCheck = {
  get: (conversation: string) => request<IdentityCheck>("GET", at(conversation)),
  send: (conversation: string, identity: string) => request<IdentityCheck>("POST", at(conversation), { body: { identity_id: identity } }),
  answer: (conversation: string, code: string) => request<IdentityCheck>("POST", `${at(conversation)}/answer`, { body: { code } }),
  refuse: (conversation: string) => request<IdentityCheck>("POST", `${at(conversation)}/refusal`),
};
