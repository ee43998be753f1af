import { request } from "./request";
import type { Contact, Conversation, FieldValues, Organisation, OrganisationBrief, Page, Tier } from "./types";

// Where contacts belong. Apart from the other calls, because the desk can be
// used before it is there.

export interface OrganisationSave {
  name?: string;
  domains?: string[];
  joins_by_domain?: boolean;
  tier?: Tier;
  notes?: string;
  fields?: FieldValues;
}

interface Part { limit?: number; after?: string }

const of = (id: string) => `/v1/organisations/${encodeURIComponent(id)}`;

export const organisations = {
  list: (query: Part & { q?: string }) => request<Page<Organisation>>("GET", "/v1/organisations", { query: { ...query } }),
  suiting: (contact: string) => request<Page<OrganisationBrief>>("GET", `/v1/contacts/${encodeURIComponent(contact)}/organisations`),
  get: (id: string) => request<Organisation>("GET", of(id)),
  add: (body: OrganisationSave & { name: string }, once: string) => request<Organisation>("POST", "/v1/organisations", { body, once }),
  change: (id: string, body: OrganisationSave & { version: number }) => request<Organisation>("PATCH", of(id), { body }),
  remove: (id: string) => request<void>("DELETE", of(id)),
  addMembers: (id: string, contacts: string[]) => request<Organisation>("POST", `${of(id)}/members`, { body: { contacts } }),
  proposals: (id: string, query: Part) => request<Page<Contact>>("GET", `${of(id)}/proposals`, { query: { ...query } }),
  setApart: (id: string, contact: string) => request<void>("DELETE", `${of(id)}/proposals/${encodeURIComponent(contact)}`),
  conversations: (id: string, query: Part) => request<Page<Conversation>>("GET", `${of(id)}/conversations`, { query: { ...query } }),
};
