import { expect, test } from "vitest";
import { addressToTry, current } from "./rules";

test("the step to do is the first that has not happened", () => {
  const steps = [{ name: "channel", done: true }, { name: "arrived", done: false }, { name: "seen", done: false }] as const;
  expect(current([...steps])?.name).toBe("arrived");
  expect(current([{ name: "resolved", done: true }])).toBeUndefined();
});

test("a chat is tried in a shop, a form on its page, and a mailbox by writing to it", () => {
  const channel = { id: "1", key: "a b", name: "Tea" };
  expect(addressToTry({ ...channel, kind: "webchat" })).toBe("/try?channel=a%20b");
  expect(addressToTry({ ...channel, kind: "form" })).toBe("/contact/a%20b");
  expect(addressToTry({ ...channel, kind: "email" })).toBe("");
});
