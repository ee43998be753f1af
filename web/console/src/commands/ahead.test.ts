import { expect, test } from "vitest";
import { keepTyping, keptAhead, typedAhead } from "./ahead";

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
