import { expect, test } from "vitest";
import type { Mark } from "../../api/phrasing";
import { inOrder, nameOf, pieceOf } from "./advice";

const mark = (start: number, end: number, weight: Mark["weight"], rule: Mark["rule"] = "preach"): Mark => ({ start, end, weight, rule, suggestion: "" });

test("what weighs most comes first, and what was sent away does not come back", () => {
  const text = "😀您应该 绝对 您应该";
  const soft = mark(1, 4, "advice");
  const hard = mark(5, 7, "warning", "absolute");
  expect(inOrder([soft, hard], text, new Set())).toEqual([hard, soft]);
  expect(inOrder([soft, hard], text, new Set([nameOf(hard, [...text])]))).toEqual([soft]);
});

test("a piece is found by its words, counted in letters and not in halves of them", () => {
  const text = "😀您应该 绝对 您应该";
  expect(pieceOf(mark(1, 4, "advice"), text)).toEqual({ piece: "您应该", nth: 0 });
  expect(pieceOf(mark(8, 11, "advice"), text)).toEqual({ piece: "您应该", nth: 1 });
  expect(pieceOf(mark(0, 0, "warning", "acknowledgement"), text)).toEqual({ piece: "", nth: 0 });
});
