import { expect, test } from "vitest";
import { readInstead } from "../shared/instead";

const nothing = { windows: [], called: null, message: false, email: "", left: false };

test.each([null, undefined, 7, "x", [], {}, { windows: "all", called: 1, message: "yes" }, { windows: [null, { day: "monday", part: "any" }], called: { from: "soon", until: "" } }])("from %j nothing is offered", (raw) => expect(readInstead(raw)).toEqual(nothing));

test("what is offered is read as it is", () => {
  const window = { day: "today", part: "any", from: "2026-03-02T09:00:00Z", until: "2026-03-02T13:00:00Z" };
  const called = { from: window.from, until: window.until, ends: "5678", tried: 1, taken: true };
  expect(readInstead({ windows: [window], called, message: true, email: "a@b.c", left: true })).toEqual({ windows: [window], called, message: true, email: "a@b.c", left: true });
});
