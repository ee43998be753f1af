import { expect, test } from "vitest";
import { initials } from "./pinyin";

test.each([["林岚", "ll"], ["王小明", "wxm"], ["陈默 Chen", "cmchen"], ["欧阳", "oy"], ["安然", "ar"], ["Lin", "lin"]])("%s is found by %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
