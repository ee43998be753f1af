import { expect, test } from "vitest";
import type { Hours } from "../../api/calendars";
import { instantIn, kindOf, monthOf, spansOf, usualSpans, withExceptions, withoutException, written } from "./rules";

const office = [{ from: "09:00", to: "18:00" }];
const hours: Hours = { zone: "Asia/Shanghai", week: [[], office, office, office, office, office, []], exceptions: [] };

test("hours are read as people write them", () => {
  expect(written(spansOf("9-12, 13:30–18")!)).toBe("09:00-12:00 13:30-18:00");
  expect(written(spansOf("22:00 - 06:00")!)).toBe("22:00-06:00");
  expect(written(spansOf("9：00至12：00、13-24")!)).toBe("09:00-12:00 13:00-24:00");
  expect(spansOf("  ")).toEqual([]);
  for (const text of ["9", "9-25", "9:60-12", "24-3", "nine-ten", "9-12-15"]) expect(spansOf(text), text).toBeNull();
});

test("a date is what its exception says, and else what the week says", () => {
  const more = withExceptions(hours, [{ date: "2026-05-09", name: "b", spans: office }, { date: "2026-05-01", name: "a", spans: [] }, { date: "2026-05-04", name: "c", spans: [{ from: "09:00", to: "12:00" }] }]);
  expect(more.exceptions.map((each) => each.date)).toEqual(["2026-05-01", "2026-05-04", "2026-05-09"]);
  expect(["2026-05-01", "2026-05-02", "2026-05-04", "2026-05-07", "2026-05-09"].map((date) => kindOf(more, date))).toEqual(["holiday", "off", "otherHours", "open", "makeUp"]);
  expect(kindOf(withoutException(more, "2026-05-01"), "2026-05-01")).toBe("open");
  expect(withExceptions(more, [{ date: "2026-05-01", name: "d", spans: office }]).exceptions).toHaveLength(3);
});

test("a month stands in weeks that begin on Monday", () => {
  const february = monthOf(2028, 1);
  expect(february[0]).toBeNull();
  expect(february[1]).toBe("2028-02-01"); // a Tuesday
  expect(february.at(-1)).toBe("2028-02-29");
});

test("who makes up works as most days do", () => {
  const short = [{ from: "09:00", to: "12:00" }];
  expect(usualSpans({ ...hours, week: [[], office, office, office, office, short, []] })).toEqual(office);
  expect(usualSpans({ ...hours, week: [[], [], [], [], [], [], []] })).toEqual(office);
});

test("a time on the wall is an instant in its zone", () => {
  expect(instantIn("Asia/Shanghai", "2026-04-03T17:40")).toBe("2026-04-03T09:40:00.000Z");
  expect(instantIn("Europe/Berlin", "2026-03-29T12:00")).toBe("2026-03-29T10:00:00.000Z");
  expect(instantIn("America/New_York", "2026-11-01T12:00")).toBe("2026-11-01T17:00:00.000Z");
});
