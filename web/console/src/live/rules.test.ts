import { expect, test } from "vitest";
import { ModelServer } from "./model.testing";
import { compareInstants, opened, placed, type View } from "./rules";
import { backOff } from "./socket";
import { threadOf, withMessage, withNewest, withOlder } from "./thread";
import type { Message } from "../api";

const mine: View = { key: "mine", sort: "-last_message_at", me: "lin", teams: [] };
const all: View = { ...mine, key: "all" };

test.each([
  ["2026-03-02T08:00:05Z", "2026-03-02T08:00:05.1Z", -1],
  ["2026-03-02T08:00:05.12Z", "2026-03-02T08:00:05.1Z", 1],
  ["2026-03-02T08:00:05.100Z", "2026-03-02T08:00:05.1Z", 0],
  ["2026-03-02T08:00:59.999999Z", "2026-03-02T08:01:00Z", -1],
])("%s against %s", (a, b, expected) => {
  expect(compareInstants(a, b)).toBe(expected);
});

test("an older state never lands on a newer one", () => {
  const server = new ModelServer();
  const old = server.open("wang");
  server.change(old.id, "conversation.tagged", () => ({ tags: ["refund"] }));
  const window = opened(server.list(all, 10));

  expect(placed(all, window, old)).toBe(window);
});

test("what sorts past the loaded part waits for its page", () => {
  const server = new ModelServer();
  const first = server.open("a");
  server.open("b");
  server.open("c");
  const window = opened(server.list(all, 2));

  expect(placed(all, window, { ...first, version: 9 }).items.map((each) => each.contact.id)).toEqual(["c", "b"]);
});

test("a conversation that is given to me appears among mine", () => {
  const server = new ModelServer();
  const one = server.open("a");
  const empty = opened(server.list(mine, 10));
  server.change(one.id, "conversation.assigned", () => ({ assignee: { id: "lin", name: "Lin" } }));

  expect(placed(mine, empty, server.conversations.get(one.id)!).items).toHaveLength(1);
});

const message = (id: string, text = id) => ({ id, text }) as Message;
const page = (ids: string[], next = "") => ({ items: ids.map((id) => message(id)), next });

test("older pages go in front, and twice is once", () => {
  const thread = withOlder(threadOf(page(["4", "3"], "3")), page(["3", "2", "1"]));
  expect(thread).toEqual({ messages: ["1", "2", "3", "4"].map((id) => message(id)), older: "" });
});

test("the newest page is laid over what was loaded", () => {
  const thread = withOlder(threadOf(page(["4", "3"], "3")), page(["2", "1"], ""));
  expect(withNewest(thread, page(["5", "4"], "4")).messages.map((each) => each.id)).toEqual(["1", "2", "3", "4", "5"]);
});

test("a gap between the newest page and the rest drops the rest", () => {
  expect(withNewest(threadOf(page(["2", "1"])), page(["9", "8"], "8"))).toEqual({ messages: [message("8"), message("9")], older: "8" });
});

test("a message that is told twice stands once", () => {
  const thread = withMessage(withMessage(threadOf(page(["1"])), message("2")), message("2", "edited"));
  expect(thread.messages).toEqual([message("1"), message("2", "edited")]);
});

test("reconnecting backs off with jitter and never waits longer than half a minute", () => {
  expect(backOff(0, 0)).toBe(250);
  expect(backOff(3, 1)).toBeGreaterThan(backOff(3, 0));
  expect(backOff(50, 1)).toBeLessThanOrEqual(30_000);
});
