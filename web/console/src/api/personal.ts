import { request } from "./request";
import type { components } from "./schema";

// Whose own person somebody is.

export type PersonalAgent = components["schemas"]["AgentView"];
export type Whose = { contact: string } | { organisation: string };

const at = (whose: Whose) => ("contact" in whose ? `/v1/contacts/${encodeURIComponent(whose.contact)}/personal-agent` : `/v1/organisations/${encodeURIComponent(whose.organisation)}/personal-agent`);

export const personal = {
  get: (whose: Whose) => request<PersonalAgent>("GET", at(whose)),
  set: (whose: Whose, body: { staff: string; stand_in: string; version: number }) => request<PersonalAgent>("PUT", at(whose), { body }),
};
