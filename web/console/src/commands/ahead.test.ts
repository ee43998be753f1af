import { expect, test, vi } from "vitest";
import { awaitKeys, heldForLater, keepTyping, keptAhead, ofHeld, typedAhead } from "./ahead";

test("letters wait for the box that comes, and are no commands meanwhile", () => {
  expect(keptAhead("e", 0)).toBe(false);
  keepTyping(0);
  for (const key of ["r", "e", "E", "Backspace", "f"]) expect(keptAhead(key, 10)).toBe(true);
  expect(keptAhead("Enter", 10)).toBe(false);
  expect(typedAhead()).toBe("ref");
  expect(typedAhead()).toBe("");
  expect(keptAhead("e", 20)).toBe(false);
});

test("a screen that never comes gives the keys back", () => {
  keepTyping(0);
  expect(keptAhead("a", 1)).toBe(true);
  expect(keptAhead("e", 60_000)).toBe(false);
  expect(typedAhead()).toBe("");
});

test("the first key for a screen on its way waits for its command, and the next ones are no commands", () => {
  vi.useFakeTimers();
  const known = (keys: string) => (keys === "n" ? "note" : undefined);
  expect(heldForLater(["", "n"])).toBe(false);
  const arrived = awaitKeys();
  expect(ofHeld(known)).toBeUndefined();
  expect(heldForLater(["", "n"])).toBe(true);
  expect(heldForLater(["n e", "e"])).toBe(true);
  expect(ofHeld((keys) => (keys === "e" ? "resolve" : undefined))).toBeUndefined();
  expect(ofHeld(known)).toBe("note");
  expect(ofHeld(known)).toBeUndefined();
  expect(heldForLater(["", "x"])).toBe(true);
  arrived();
  vi.runAllTimers();
  expect(heldForLater(["", "n"])).toBe(false);
  expect(ofHeld((keys) => keys)).toBeUndefined();
  vi.useRealTimers();
});
