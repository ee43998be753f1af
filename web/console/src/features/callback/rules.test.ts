import { expect, test } from "vitest";
import { dialled, mark } from "./rules";

const from = "2026-03-02T14:00:00Z", until = "2026-03-02T18:00:00Z";

test.each([
  ["open", "2026-03-02T13:59:59Z", "later"],
  ["open", from, "due"],
  ["taken", "2026-03-02T17:59:59Z", "due"],
  ["taken", until, "late"],
  ["done", "2026-03-03T09:00:00Z", "over"],
  ["withdrawn", from, "over"],
] as const)("%s at %s is %s", (state, now, want) => expect(mark({ from, until, state }, Date.parse(now))).toBe(want));

test.each([["13812345678", "tel:13812345678"], ["+441234567", "tel:+441234567"], ["138****5678", ""], ["", ""]])("%s is dialled as %j", (phone, want) => expect(dialled(phone)).toBe(want));
