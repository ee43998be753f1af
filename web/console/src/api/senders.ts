import type { components } from "./schema";
import { request } from "./request";
import type { Page } from "./types";

// What was decided about the senders of mail.

export type SenderChoice = components["schemas"]["Choice"];

export const senders = {
  choices: (query: { q?: string; after?: string; limit?: number }) => request<Page<SenderChoice>>("GET", "/v1/sender-choices", { query }),
  drop: (choice: SenderChoice) => request<void>("DELETE", "/v1/sender-choices", { query: { address: choice.address, about: choice.about } }),
};
