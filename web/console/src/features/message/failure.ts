import type { Message, MessageDelivery } from "../../api";

/** Why a reply did not arrive: a key of words for what happened and what to
 * do, and what the other side said about it. */
export interface Failure { code: FailureCode; detail: string }

const codes = [
  "address_wrong", "no_address", "own_address", "server_settings", "needs_utf8", "refused", "gave_up", "channel_closed",
  "address_unknown", "domain_unknown", "mailbox_full", "mailbox_off", "spam", "policy", "too_large", "loop", "undelivered", "trouble", "bounced",
  "line_broke", "unknown", "delayed_here", "delayed_there", "delayed_on_the_way",
] as const;
export type FailureCode = (typeof codes)[number];

/** What older messages have before what the other side said. */
const beginning = /^(the customer's address is wrong|the contact has no e-mail address|the channel's own address is wrong|the settings of the mail server are wrong|refused|bounced|gave up)\s*:?\s*/;

export function failureOf({ reason, reason_code, details }: Pick<MessageDelivery, "reason" | "reason_code" | "details">): Failure {
  const detail = details["said"] ?? details["address"] ?? reason.replace(beginning, "");
  return { code: codes.find((each) => each === reason_code) ?? "unknown", detail };
}

/** A mail should be gone in seconds; after this something stands in its way. */
const patienceMs = 5 * 60_000;

export function isHeldUp(message: Message, now: number): boolean {
  return message.kind === "reply" && message.delivery.state === "queued" && !message.delivery.leaves_at && now - Date.parse(message.created_at) > patienceMs;
}

const returnedBy = /mailer-?daemon|postmaster|mail delivery (sub)?system|系统退信/i;
const returnedSubject = /^(undeliver(able|ed)|delivery status notification|mail delivery (failed|failure|system)|returned mail|failure notice|delivery (has )?failed|退信|系统退信|邮件投递失败|未送达|投递失败)/i;

/** A mail in which another mail server says that ours did not arrive. It stands
 * in the conversation as if the customer had written it. */
export function looksReturned(message: Message): boolean {
  return message.kind === "inbound" && (returnedBy.test(message.author.name) || returnedSubject.test(message.subject.trim()));
}
