import type { Attachment, Message } from "../../api";

/** How a message is shown: what the person wrote this time comes first, the
 * whole mail with quotes and layout is one press away. */
export interface Shown {
  text: string;
  /** The layout carries meaning (a table, a picture), so plain text would lose it. */
  laidOut: boolean;
  /** There is more than what is shown. */
  hasWhole: boolean;
}

export function shown(message: Message): Shown {
  const trimmed = message.reply_text !== "" && message.reply_text !== message.text;
  if (trimmed) return { text: message.reply_text, laidOut: false, hasWhole: true };
  const laidOut = message.html !== "" && (message.text.trim() === "" || /<(table|img|video)\b/i.test(message.html));
  return { text: message.text, laidOut, hasWhole: message.html !== "" && !laidOut && isMarkedUp(message.html) };
}

function isMarkedUp(html: string): boolean {
  return /<(b|strong|i|em|u|ul|ol|li|h\d|blockquote|pre|a|font|span)\b/i.test(html);
}

const url = /https?:\/\/[^\s<>"'，。；、）】》]+[^\s<>"'，。；、）】》.,;:!?)\]]/g;

/** Splits text at its web addresses. */
export function linked(text: string): { text: string; href?: string }[] {
  const parts: { text: string; href?: string }[] = [];
  let from = 0;
  for (const found of text.matchAll(url)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    parts.push({ text: found[0], href: found[0] });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** Messages of the same side within a few minutes stand together. */
export function continues(before: Message | undefined, message: Message): boolean {
  return before !== undefined && before.kind === message.kind && before.author.id === message.author.id
    && before.kind !== "system" && Date.parse(message.sent_at) - Date.parse(before.sent_at) < 4 * 60_000;
}

/** A picture that the mail itself shows need not be listed below it. */
export function isEnclosed(message: Message, attachment: Attachment): boolean {
  return attachment.inline && Boolean(attachment.content_id) && message.html.includes(`cid:${attachment.content_id}`);
}

/** About how high a message stands, before it is drawn. */
export function heightOf({ kind, text, attachments }: Message): number {
  if (kind === "system") return 36;
  const lines = text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 56), 0);
  return 54 + 22 * Math.min(lines, 60) + (attachments.length > 0 ? 60 : 0);
}

/** Splits text at what stands in place of hidden personal data. */
export function split(text: string, masked: Message["masked"]): { text: string; kind?: string }[] {
  let parts: { text: string; kind?: string }[] = [{ text }];
  for (const { kind, shown: sign } of masked ?? []) {
    if (!sign) continue;
    parts = parts.flatMap((part) => (part.kind ? [part] : part.text.split(sign).flatMap((piece, at) => [...(at ? [{ text: sign, kind }] : []), ...(piece ? [{ text: piece }] : [])])));
  }
  return parts;
}
