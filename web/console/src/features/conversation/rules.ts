import type { Conversation } from "../../api";

/** Why a conversation stands in a list, as a key of words and an instant. */
export type Because =
  | { code: "waits_for_us" | "waits_for_them" | "replied"; since: string | null; late: boolean }
  | { code: "snoozed"; until: string | null; late: false }
  | { code: "resolved"; at: string | null; late: false };

const lateMs = 30 * 60_000;

export function because(conversation: Conversation, now: number): Because {
  switch (conversation.state) {
    case "resolved":
      return { code: "resolved", at: conversation.resolved_at, late: false };
    case "snoozed":
      return { code: "snoozed", until: conversation.snoozed_until, late: false };
    case "waiting":
      return { code: "waits_for_them", since: conversation.last_message_at, late: false };
    case "open":
      if (!conversation.waiting_since) return { code: "replied", since: conversation.last_message_at, late: false };
      return { code: "waits_for_us", since: conversation.waiting_since, late: now - Date.parse(conversation.waiting_since) > lateMs };
  }
}
