import { expect, test } from "vitest";
import type { Message } from "../../api";
import { failureOf, isHeldUp, looksReturned } from "./failure";

test.each([
  ["no_address", {}, "", ""],
  ["address_wrong", { address: "siti@" }, "", "siti@"],
  ["refused", { said: "550 5.1.1 user unknown" }, "550 5.1.1 user unknown", "550 5.1.1 user unknown"],
  ["refused", {}, "refused: 550 5.1.1 user unknown", "550 5.1.1 user unknown"],
  ["gave_up", { said: "connection refused" }, "connection refused", "connection refused"],
  ["channel_closed", {}, "", ""],
] as const)("%s with %j is told", (code, details, reason, detail) => {
  expect(failureOf({ reason_code: code, details, reason })).toEqual({ code, detail });
});

test("a code of a newer server is told as unknown", () => {
  expect(failureOf({ reason_code: "eaten_by_a_dog", details: {}, reason: "woof" })).toEqual({ code: "unknown", detail: "woof" });
});

const delivery = { state: "queued", reason: "", reason_code: "", details: {}, leaves_at: null } as const;

const base = { kind: "reply", created_at: "2026-03-29T00:00:00Z", delivery, author: { kind: "staff", id: "s", name: "林悦" }, subject: "" } as Message;

test("a reply that waits for minutes is held up, one that has just been sent is not", () => {
  const sent = Date.parse(base.created_at);
  expect(isHeldUp(base, sent + 60_000)).toBe(false);
  expect(isHeldUp(base, sent + 6 * 60_000)).toBe(true);
  expect(isHeldUp({ ...base, delivery: { ...delivery, state: "sent" } }, sent + 6 * 60_000)).toBe(false);
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
