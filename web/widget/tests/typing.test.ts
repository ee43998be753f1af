import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mayTell, Typist } from "../frame/typing";
import { firstWaitMs, longestWaitMs, waitMs } from "../frame/backoff";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("typing is told at most every three seconds", () => {
  expect([0, 2_999, 3_000].map((since) => mayTell(10_000, 10_000 + since))).toEqual([false, false, true]);
});

test("somebody who was seen typing is believed for six seconds", () => {
  const typist = new Typist(() => {});
  typist.saw("Lin");
  vi.advanceTimersByTime(5_999);
  expect(typist.name).toBe("Lin");
  vi.advanceTimersByTime(1);
  expect(typist.name).toBe("");
});

test("more typing prolongs it, a message ends it", () => {
  const typist = new Typist(() => {});
  typist.saw("Lin");
  vi.advanceTimersByTime(4_000);
  typist.saw("Lin");
  vi.advanceTimersByTime(4_000);
  expect(typist.name).toBe("Lin");
  typist.stopped();
  expect(typist.name).toBe("");
});

test("waiting doubles, is spread, and never passes half a minute", () => {
  expect(waitMs(0, 0)).toBe(firstWaitMs / 2);
  expect(waitMs(0, 1)).toBe(firstWaitMs);
  expect(waitMs(3, 1)).toBe(firstWaitMs * 8);
  expect(waitMs(1_000, 1)).toBe(longestWaitMs);
});
