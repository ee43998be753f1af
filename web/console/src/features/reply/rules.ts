import type { Conversation, Draft } from "../../api";
import { markupOf } from "../../ui/editor/content";
import { attached, type Attached } from "./uploads";

/** `html` is "" while the words have no markup. */
export interface Content { kind: "reply" | "note"; text: string; html: string; attachments: Attached[] }

export const blank: Content = { kind: "reply", text: "", html: "", attachments: [] };

export function isBlank(content: Content): boolean {
  return content.text.trim() === "" && !content.html.includes("<img") && content.attachments.length === 0;
}

export function contentOf(draft: Draft): Content {
  return { kind: draft.kind, text: draft.text, html: draft.html, attachments: draft.attachments.map(attached) };
}

export function sameContent(one: Content, other: Content): boolean {
  return one.kind === other.kind && one.text === other.text && one.html === other.html
    && one.attachments.map((each) => each.upload).join() === other.attachments.map((each) => each.upload).join();
}

/** Two drafts as one, the first before the second. What is half a note stays
 * with us. */
export function joined(one: Content, other: Content): Content {
  if (isBlank(other)) return one;
  if (isBlank(one)) return other;
  const kind = one.kind === other.kind ? one.kind : "note";
  const html = one.html || other.html ? markupOf(one) + markupOf(other) : "";
  return { kind, text: `${one.text}\n${other.text}`, html, attachments: [...one.attachments, ...other.attachments] };
}

const refusals = ["no_permission", "channel_closed", "channel_cannot_send"] as const;

/** Why one cannot reply here, as a key of words; null when one can. */
export function whyNot(conversation: Conversation, kind: Content["kind"]): string | null {
  if (kind === "note") return conversation.can.note ? null : "composer.noNote";
  if (conversation.can.reply) return null;
  return `composer.refused.${refusals.find((each) => each === conversation.reply_refused) ?? "no_permission"}`;
}
