import { describe, expect, it } from "vitest";
import { headStartSeconds, shareOf, sumSeconds } from "./rules";

describe("head starts", () => {
  it("are shares of the target, whole seconds, as the server counts them", () => {
    expect(headStartSeconds(240, 25)).toBe(3600);
    expect(headStartSeconds(2, 25)).toBe(30);
    expect(headStartSeconds(240, -50)).toBe(-7200);
    expect(headStartSeconds(1, 33)).toBe(19);
  });
  it("add up, and one may put back what others put forward", () => {
    expect(sumSeconds([{ seconds: 30 }, { seconds: 90 }, { seconds: -60 }])).toBe(60);
    expect(sumSeconds([])).toBe(0);
  });
});

describe("a load", () => {
  it("fills its bar and no more", () => {
    expect(shareOf(1 / 3)).toBe(33);
    expect(shareOf(1.4)).toBe(100);
  });
});
