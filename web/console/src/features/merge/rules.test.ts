import { expect, test } from "vitest";
import type { Conversation } from "../../api";
import { warnings } from "./rules";

const it = (id: string, contact: string, channel: string) =>
  ({ id, number: 1, contact: { id: contact, name: contact, tier: "standard" }, channel: { id: channel, kind: "email", name: channel } }) as Conversation;

test("one customer on one channel is merged without a word", () => {
  const all = [it("a", "li", "mail"), it("b", "li", "mail")];
  expect(warnings(all, all[1]!)).toEqual([]);
});

test("another customer and another channel are named", () => {
  const all = [it("a", "li", "mail"), it("b", "wang", "chat")];
  expect(warnings(all, all[1]!)).toEqual([
    { code: "contact", values: { one: "wang", other: "li" } },
    { code: "channel", values: { one: "chat", other: "mail" } },
  ]);
});
