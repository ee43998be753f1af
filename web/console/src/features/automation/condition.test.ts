import { expect, test } from "vitest";
import { opsFor, read, written, type Built } from "./condition";

const built: [Built, string][] = [
  [{ join: "all", parts: [] }, ""],
  [{ join: "all", parts: [{ word: "channel_kind", op: "is", values: ["email"] }] }, 'channel_kind == "email"'],
  [{ join: "all", parts: [{ word: "mentions", op: "mentions", values: ["退款", 'say "no"'] }, { word: "urgency", op: "atLeast", values: ["0.8"] }] }, 'mentions("退款", "say \\"no\\"") && urgency >= 0.8'],
  [{ join: "any", parts: [{ word: "customer.tags", op: "has", values: ["a || b"] }, { word: "tags", op: "hasNot", values: ["c"] }] }, '"a || b" in customer.tags || "c" not in tags'],
  [{ join: "all", parts: [{ word: "emotion", op: "is", values: ["angry", "furious"] }, { word: "state", op: "isNot", values: ["open", "waiting"] }, { word: "subject", op: "contains", values: ["x"] }, { word: "messages", op: "atMost", values: ["3"] }] },
    'emotion in ["angry", "furious"] && state not in ["open", "waiting"] && subject contains "x" && messages <= 3'],
];

test.each(built)("what is put together is written, and read back: %#", (parts, text) => {
  expect(written(parts)).toBe(text);
  expect(read(text)).toEqual(parts);
});

test.each([
  'a == "b" && (c == "d" || e == "f")', "len(text) > 3", 'customer.tier == "vip" ? true : false', 'not (state == "open")', 'a == "b" || c == "d" && e == "f"', 'text matches "\\\\d+"', 'a == "\\x41"',
])("what fields cannot show stays written: %s", (text) => {
  expect(read(text)).toBeNull();
});

test("what asks nothing yet is not written", () => {
  expect(written({ join: "all", parts: [{ word: "state", op: "is", values: [] }, { word: "urgency", op: "atLeast", values: ["x"] }, { word: "subject", op: "contains", values: [""] }] })).toBe("");
});

test("a word is asked what fits it", () => {
  expect(opsFor({ name: "tags", kind: "texts", values: [] })).toEqual(["has", "hasNot"]);
  expect(opsFor({ name: "urgency", kind: "number", values: [] })).toEqual(["atLeast", "atMost"]);
  expect(opsFor({ name: "state", kind: "text", values: ["open"] })).toEqual(["is", "isNot"]);
  expect(opsFor({ name: "subject", kind: "text", values: [] })).toContain("contains");
});
