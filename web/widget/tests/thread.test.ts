import { nothingClaimed } from "../shared/bridge";
import { expect, test } from "vitest";
import { empty, lastReplyId, lines, merge, readByStaff, rejoin, seenBut, seenByVisitor, unread } from "../frame/thread";
import { rows } from "../frame/rows";
import type { Message } from "../shared/protocol";
import { randomFrom } from "./random";

const seed = Number(process.env.SEED ?? 881);

function message(id: string, over: Partial<Message> = {}): Message {
  return { id, kind: "reply", text: id, html: "", author: "Lin", sentAt: "2026-11-24T09:00:00Z", attachments: [], clientId: "", delivery: "sent", ...over };
}

test(`the same messages make the same thread, in whatever order and however often they come (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const all = Array.from({ length: 30 }, (_, i) => message(String(100 + i), i % 2 ? { kind: "inbound", clientId: `c${i}` } : {}));
  const want = merge(empty, all).messages;
  for (let round = 0; round < 200; round++) {
    let thread = empty;
    const deck = [...all, ...all].sort(() => random() - 0.5);
    while (deck.length) thread = merge(thread, deck.splice(0, 1 + Math.floor(random() * 6)));
    expect(thread.messages).toEqual(want);
  }
});

test("a message acknowledged under its client id is not shown a second time", () => {
  const parcel = { id: "c1", text: "hello", attachments: [], sentAt: "", ...nothingClaimed, state: "sending" as const, code: "" };
  const thread = merge(empty, [message("m1", { kind: "inbound", clientId: "c1" })]);
  expect(lines(thread, [parcel]).map((line) => line.key)).toEqual(["c1"]);
});

test("what was written offline stands where it was written, and what is new by arrival counts as new", () => {
  const thread = merge(empty, [message("m1", { sentAt: "2026-11-24T09:05:00Z" }), message("m2", { sentAt: "2026-11-24T09:00:00.5Z" })]);
  expect(thread.messages.map((shown) => shown.id)).toEqual(["m2", "m1"]);
  expect(lastReplyId(thread)).toBe("m2");
});

test("a newest page that does not touch what is held replaces it", () => {
  const held = merge(empty, [message("m1"), message("m2")]);
  expect(rejoin(held, [message("m8"), message("m9")], true).messages.map((shown) => shown.id)).toEqual(["m8", "m9"]);
  expect(rejoin(held, [message("m2"), message("m3")], true).messages.map((shown) => shown.id)).toEqual(["m1", "m2", "m3"]);
  expect(rejoin(held, [], false).messages.length).toBe(2);
});

test("what has been read stays read when an older copy comes late", () => {
  const thread = merge(merge(empty, [message("m1", { delivery: "read" })]), [message("m1", { delivery: "sent" })]);
  expect(thread.messages[0]?.delivery).toBe("read");
});

test("staff reading up to a message marks it and all before it", () => {
  const mine = ["m1", "m2", "m3"].map((id) => message(id, { kind: "inbound" }));
  const thread = readByStaff(readByStaff(merge(empty, mine), "m2"), "m1");
  expect(lines(thread, []).map((line) => line.progress)).toEqual(["read", "read", "sent"]);
});

test("unread are replies after what the visitor saw", () => {
  const thread = merge(empty, [message("m1"), message("m2", { kind: "inbound" }), message("m3"), message("m4")]);
  expect(unread(thread)).toBe(3);
  expect(unread(seenByVisitor(thread, "m3"))).toBe(1);
  expect([0, 1, 2, 3].map((n) => unread(seenByVisitor(thread, seenBut(thread, n))))).toEqual([0, 1, 2, 3]);
});

test("lines of one person within five minutes stand together, a new day gets a divider", () => {
  const at = (sentAt: string, id: string) => message(id, { sentAt });
  const shown = rows(lines(merge(empty, [at("2026-11-24T09:00:00", "a"), at("2026-11-24T09:04:00", "b"), at("2026-11-24T09:10:00", "c"), at("2026-11-25T09:00:00", "d")]), []));
  expect(shown.map((row) => [row.first, row.last, row.day !== ""])).toEqual([
    [true, false, true],
    [false, true, false],
    [true, true, false],
    [true, true, true],
  ]);
});
