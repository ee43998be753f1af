import { expect, test } from "vitest";
import type { Notice } from "../../api";
import { byDay, messageOf, stateOf, toSay } from "./rules";

const notice = (id: string, kind: Notice["kind"], conversation: string, at = "2026-03-02T09:00:00Z"): Notice => ({
  id, kind, at, seen_at: null, held: false, by: { id: "s", name: "陈默" }, message_id: `m-${id}`, channel: null, queue: null, conversation: { id: conversation, number: 7, subject: "", contact: "王小明" },
});

test("what is urgent and new is said once, the newest of each conversation", () => {
  const fresh = [notice("4", "replied", "a"), notice("3", "assigned", "a"), notice("2", "mentioned", "b"), notice("1", "awake", "c")];
  expect(toSay(fresh, new Set(), "").map((each) => each.id)).toEqual(["4", "2"]);
  expect(toSay(fresh, new Set([stateOf(fresh[0]!), stateOf(fresh[1]!)]), "").map((each) => each.id)).toEqual(["2"]);
});

test("what is open is not said, and a customer who writes again is", () => {
  const before = notice("1", "replied", "a");
  const after = { ...before, at: "2026-03-02T09:05:00Z" };
  expect(toSay([after], new Set([stateOf(before)]), "")).toEqual([after]);
  expect(toSay([after], new Set([stateOf(before)]), "a")).toEqual([]);
});

test("news stand by day, and within a day by conversation", () => {
  const sameDay = (one: string, other: string) => one.slice(0, 10) === other.slice(0, 10);
  const days = byDay([notice("4", "replied", "a"), notice("3", "assigned", "b"), notice("2", "mentioned", "a"), notice("1", "assigned", "a", "2026-03-01T20:00:00Z")], sameDay);
  expect(days.map((day) => day.about.map((each) => [each.subject, each.notices.map((one) => one.id)]))).toEqual([
    [["a", ["4", "2"]], ["b", ["3"]]],
    [["a", ["1"]]],
  ]);
});

test("a note and a failed reply are led to, a conversation that goes on is opened at its end", () => {
  expect(messageOf(notice("1", "mentioned", "a"))).toBe("m-1");
  expect(messageOf(notice("1", "failed", "a"))).toBe("m-1");
  expect(messageOf(notice("1", "replied", "a"))).toBeUndefined();
});
