import type { View } from "./rules";

/** The names of everything that is cached, in one place, because live news
 * has to find them. */
export const keys = {
  me: ["me"] as const,
  views: ["views"] as const,
  lists: ["list"] as const,
  list: (view: View) => ["list", view] as const,
  conversation: (id: string) => ["conversation", id] as const,
  thread: (conversation: string) => ["thread", conversation] as const,
  revisions: (message: string) => ["revisions", message] as const,
  timeline: (conversation: string) => ["timeline", conversation] as const,
  draft: (conversation: string) => ["draft", conversation] as const,
  tags: ["tags"] as const,
  contacts: ["contacts"] as const,
  contactList: (q: string) => ["contacts", q] as const,
  contact: (id: string) => ["contact", id] as const,
  contactTimeline: (id: string) => ["contact", id, "timeline"] as const,
  contactConversations: (id: string) => ["contact", id, "conversations"] as const,
  search: (q: string) => ["search", q] as const,
  staff: ["staff"] as const,
  teams: ["teams"] as const,
  roles: ["roles"] as const,
  skills: ["skills"] as const,
  reasons: ["reasons"] as const,
  looks: (query: Record<string, string | undefined>) => ["looks", query] as const,
  channels: ["channels"] as const,
  sessions: ["sessions"] as const,
  tokens: ["tokens"] as const,
  audit: (query: Record<string, string | undefined>) => ["audit", query] as const,
  stuck: ["stuck"] as const,
};
