import { expect, test } from "vitest";
import { grouped } from "./rules";

test("permissions stand together by what they are about", () => {
  expect(grouped(["staff.view", "team.manage", "staff.manage"])).toEqual([
    { topic: "staff", permissions: ["staff.view", "staff.manage"] },
    { topic: "team", permissions: ["team.manage"] },
  ]);
});
