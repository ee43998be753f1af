import { expect, test } from "vitest";
import type { Webhook } from "../../api";
import { eventChoices, health } from "./rules";

test("events stand in groups that begin with all of them", () => {
  expect(eventChoices(["contact.created", "message.arrived", "message.replied", "webhook.changed"])).toEqual([
    { topic: "contact", events: ["contact.*", "contact.created"] },
    { topic: "message", events: ["message.*", "message.arrived", "message.replied"] },
  ]);
});

test.each<[string, Partial<Webhook>, string]>([
  ["nothing has been sent yet", {}, "new"],
  ["the last one arrived", { delivered_at: "2026-03-02T09:00:00Z" }, "fine"],
  ["it arrived once, and fails now", { delivered_at: "2026-03-02T09:00:00Z", failing_since: "2026-03-02T10:00:00Z" }, "failing"],
  ["somebody paused it", { state: "paused", paused_because: "person", failing_since: "2026-03-02T10:00:00Z" }, "paused"],
  ["the receiver said that it is no more", { state: "paused", paused_because: "gone" }, "gone"],
])("%s", (_, change, want) => {
  const webhook = { state: "active", paused_because: "", failing_since: null, delivered_at: null, ...change } as Webhook;
  expect(health(webhook)).toBe(want);
});
