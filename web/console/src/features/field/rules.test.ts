import { expect, test } from "vitest";
import { Fault, type OwnField } from "../../api";
import { given, isSame, keyFrom, neededOf, parted } from "./rules";

test.each([["", null], ["  ", null], [[], null], [undefined, null], [false, false], [0, 0], [" a ", "a"], [["x"], ["x"]]])("%j is given as %j", (value, want) => {
  expect(given(value)).toEqual(want);
});

test.each([
  [5, "5", true], [undefined, "", true], [["a", "b"], ["b", "a"], true], [null, [], true], [true, false, false], [false, undefined, false], ["a", "b", false],
])("%j and %j are the same: %j", (one, other, want) => {
  expect(isSame(one, other)).toBe(want);
});

test.each([["Order No.", "order_no"], ["2nd plan", "nd_plan"], ["套餐", ""], ["  VIP level ", "vip_level"]])("%j makes the key %j", (name, want) => {
  expect(keyFrom(name)).toBe(want);
});

test("a refused resolution names the field it asks for", () => {
  expect(neededOf(new Fault(409, { code: "conversation.fields_needed", errors: [{ location: "body.fields.cause" }] }))).toBe("cause");
  expect(neededOf(new Fault(409, { code: "conversation.already_resolved", errors: [{ location: "body.fields.cause" }] }))).toBe("");
});

test("a long form shows what is known and what must be known first", () => {
  const fields = Array.from({ length: 10 }, (_, at) => ({ key: `f${at}`, required: at === 9 }) as OwnField);
  expect(parted(fields, { f3: "x", f4: "" }).first.map((each) => each.key)).toEqual(["f3", "f9"]);
  expect(parted(fields.slice(0, 8), {}).rest).toEqual([]);
});
