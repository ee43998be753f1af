import { expect, test } from "vitest";
import { daysWords, lastsIntoNextDay, ready } from "./quiet";

const t = ((key: string, values?: Record<string, string>) => (values ? `${values["first"]}…${values["last"]}` : key === "list.and" ? ", " : key)) as unknown as Parameters<typeof daysWords>[0];

test("days are said as people say them", () => {
  expect(daysWords(t, "en", [1, 2, 3, 4, 5])).toBe("Mon…Fri");
  expect(daysWords(t, "zh-CN", [6, 7])).toBe("周六, 周日");
  expect(daysWords(t, "en", [1, 2, 4])).toBe("Mon, Tue, Thu");
  expect(daysWords(t, "en", [1, 2, 3, 4, 5, 6, 7])).toBe("quietHours.everyDay");
});

test("what does not end later than it begins lasts into the next day", () => {
  const span = (from: string, to: string) => ({ days: [1], from, to });
  expect(lastsIntoNextDay(span("22:00", "07:00"))).toBe(true);
  expect(lastsIntoNextDay(span("00:00", "00:00"))).toBe(true);
  expect(lastsIntoNextDay(span("12:00", "13:00"))).toBe(false);
  expect(lastsIntoNextDay(span("", "13:00"))).toBe(false);
});

test("without a day or a time it cannot be saved", () => {
  expect(ready({ days: [1], from: "22:00", to: "07:00" })).toBe(true);
  expect(ready({ days: [], from: "22:00", to: "07:00" })).toBe(false);
  expect(ready({ days: [1], from: "22:00", to: "" })).toBe(false);
});
