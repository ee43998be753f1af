import type { Message } from "../../api";

/** Why a reply did not arrive: a key of words for what happened and what to
 * do, and what the other side said about it. */
export interface Failure { code: FailureCode; detail: string }

export type FailureCode = "address_wrong" | "no_address" | "own_address" | "server_settings" | "refused" | "bounced" | "unknown";

/** The beginnings by which the sender of mail tells its reasons. */
const beginnings: [string, FailureCode][] = [
  ["the customer's address is wrong", "address_wrong"],
  ["the contact has no e-mail address", "no_address"],
  ["the channel's own address is wrong", "own_address"],
  ["the settings of the mail server are wrong", "server_settings"],
  ["refused", "refused"],
  ["bounced", "bounced"],
];

export function failureOf(reason: string): Failure {
  const known = beginnings.find(([beginning]) => reason.startsWith(beginning));
  if (!known) return { code: "unknown", detail: reason };
  return { code: known[1], detail: reason.slice(known[0].length).replace(/^\s*:\s*/, "").replace(/, affected message ID: .*$/s, "") };
}

/** A mail should be gone in seconds; after this something stands in its way. */
const patienceMs = 5 * 60_000;

export function isHeldUp(message: Message, now: number): boolean {
  return message.kind === "reply" && message.delivery.state === "queued" && now - Date.parse(message.created_at) > patienceMs;
}

const returnedBy = /mailer-?daemon|postmaster|mail delivery (sub)?system|系统退信/i;
const returnedSubject = /^(undeliver(able|ed)|delivery status notification|mail delivery (failed|failure|system)|returned mail|failure notice|delivery (has )?failed|退信|系统退信|邮件投递失败|未送达|投递失败)/i;

/** A mail in which another mail server says that ours did not arrive. It stands
 * in the conversation as if the customer had written it. */
export function looksReturned(message: Message): boolean {
  return message.kind === "inbound" && (returnedBy.test(message.author.name) || returnedSubject.test(message.subject.trim()));
}
