import { expect, test } from "vitest";
import type { Message } from "../../api";
import { failureOf, isHeldUp, looksReturned } from "./failure";

test.each([
  ["the contact has no e-mail address", "no_address", ""],
  ["the customer's address is wrong: siti@", "address_wrong", "siti@"],
  ["the channel's own address is wrong: help", "own_address", "help"],
  ["refused: 550 5.1.1 user unknown", "refused", "550 5.1.1 user unknown"],
  ["refused: 550 unknown, affected recipient(s): <a@b.example>, affected message ID: <c.1@b.example>", "refused", "550 unknown, affected recipient(s): <a@b.example>"],
  ["bounced: 5.2.2 mailbox full", "bounced", "5.2.2 mailbox full"],
  ["something new", "unknown", "something new"],
  ["", "unknown", ""],
])("%s is told as %s", (reason, code, detail) => {
  expect(failureOf(reason)).toEqual({ code, detail });
});

const base = { kind: "reply", created_at: "2026-03-29T00:00:00Z", delivery: { state: "queued", reason: "" }, author: { kind: "staff", id: "s", name: "林悦" }, subject: "" } as Message;

test("a reply that waits for minutes is held up, one that has just been sent is not", () => {
  const sent = Date.parse(base.created_at);
  expect(isHeldUp(base, sent + 60_000)).toBe(false);
  expect(isHeldUp(base, sent + 6 * 60_000)).toBe(true);
  expect(isHeldUp({ ...base, delivery: { state: "sent", reason: "" } }, sent + 6 * 60_000)).toBe(false);
});

test.each([
  ["Mail Delivery System", "Undelivered Mail Returned to Sender", true],
  ["MAILER-DAEMON@qq.com", "", true],
  ["系统", "退信通知：收件人不存在", true],
  ["王小明", "课程打不开", false],
  ["王小明", "Re: returned goods, not delivered", false],
])("a mail from %s about %j: returned is %s", (name, subject, expected) => {
  expect(looksReturned({ ...base, kind: "inbound", author: { kind: "contact", id: "c", name }, subject })).toBe(expected);
});
