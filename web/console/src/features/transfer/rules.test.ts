import { expect, test } from "vitest";
import { isWorking, percent, period, stepOf } from "./rules";

test.each([["uploaded", 1, false], ["checking", 2, true], ["checked", 2, false], ["running", 3, true], ["done", 4, false], ["cancelled", 4, false], ["undoing", 4, true], ["undone", 4, false]] as const)(
  "%s is step %i", (state, step, working) => { expect([stepOf(state), isWorking(state)]).toEqual([step, working]); });

test("a share is known once the rows are counted", () => {
  expect([percent(0, 0), percent(1, 3), percent(3, 3), percent(4, 3)]).toEqual([null, 33, 100, 100]);
});

test("a period ends with its last day", () => {
  expect(period("2026-02-01", "2026-02-28", (wall) => `${wall}+08:00`)).toEqual({ since: "2026-02-01T00:00+08:00", until: "2026-03-01T00:00+08:00" });
  expect(period("", "", (wall) => wall)).toEqual({});
});
