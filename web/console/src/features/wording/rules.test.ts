import { expect, test } from "vitest";
import { lengthOf, minutesOf, ownedBy, ownerOf } from "./rules";

test.each([[5, 5, "minutes"], [60, 1, "hours"], [90, 90, "minutes"], [2880, 2, "days"], [1500, 25, "hours"]] as const)("%d minutes are %d %s", (minutes, count, unit) => {
  expect(lengthOf(minutes)).toEqual({ count, unit });
  expect(minutesOf(count, unit)).toBe(minutes);
});

test.each([{ scope: "personal", team: "" }, { scope: "everybody", team: "" }, { scope: "team", team: "t1" }] as const)("$scope goes through a select and comes back", (owned) => {
  expect(ownedBy(ownerOf(owned))).toEqual(owned);
});
