import { request } from "./request";
import type { components } from "./schema";
import type { Message, Page } from "./types";

// Who of ours stands by whom in a conversation: help, company, whispers.

const at = (conversation: string) => `/v1/conversations/${encodeURIComponent(conversation)}`;
const of = (help: string) => `/v1/help/${encodeURIComponent(help)}`;

export type Help = components["schemas"]["HelpView"];
export type Company = components["schemas"]["CompanyView"];

export const company = {
  get: (conversation: string) => request<Company>("GET", `${at(conversation)}/company`),
  ask: (conversation: string, body: { reason: string; skill?: string }) => request<Company>("POST", `${at(conversation)}/help`, { body }),
  join: (conversation: string) => request<Company>("POST", `${at(conversation)}/companions`),
  leave: (conversation: string) => request<Company>("DELETE", `${at(conversation)}/companions`),
  whisper: (conversation: string, text: string) => request<Message>("POST", `${at(conversation)}/whispers`, { body: { text } }),
  helps: (running: boolean, after?: string) => request<Page<Help>>("GET", "/v1/help", { query: { running, after, limit: 50 } }),
  take: (help: string) => request<Help>("POST", `${of(help)}/taking`),
  end: (help: string, outcome: "answered" | "withdrawn") => request<Help>("POST", `${of(help)}/outcome`, { body: { outcome } }),
};
