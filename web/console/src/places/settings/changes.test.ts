import { expect, test } from "vitest";
import { differences } from "./changes";

const told = (before: unknown, after: unknown) => differences(before, after).map((each) => `${each.path.join(".")}: ${JSON.stringify(each.before)} > ${JSON.stringify(each.after)}`);

test.each<[string, unknown, unknown, string[]]>([
  ["one thing deep inside", { name: "Help", settings: { smtp: { host: "a", port: 25 }, quote: false } }, { name: "Help", settings: { smtp: { host: "b", port: 25 }, quote: false } }, ["settings.smtp.host: \"a\" > \"b\""]],
  ["something new tells what it has, not what it lacks", null, { id: "x", name: "售后", members: [], settings: { host: "", port: 0, on: true }, version: 1 }, ["name: undefined > \"售后\"", "settings.on: undefined > true"]],
  ["something removed", { name: "售后", members: ["a"] }, null, ["name: \"售后\" > undefined", "members: [\"a\"] > undefined"]],
  ["a switch that was turned off", { on: true }, { on: false }, ["on: true > false"]],
  ["lists stay whole", { tags: ["a", "b"] }, { tags: ["a"] }, ["tags: [\"a\",\"b\"] > [\"a\"]"]],
  ["what stands as text is read", { filter: "{\"states\":[\"open\"]}" }, { filter: "{\"states\":[\"open\"],\"teams\":[\"mine\"]}" }, ["filter.teams: undefined > [\"mine\"]"]],
  ["older names", { MailSeconds: 10 }, { MailSeconds: 20 }, ["mail_seconds: 10 > 20"]],
  ["only the looks of a text", { name: "Thanks", text: "Thank you", html: "<p>Thank you</p>" }, { name: "Thanks", text: "Thank you", html: "<p><b>Thank</b> you</p>" }, ["formatting: undefined > \"changed\""]],
  ["a text and its looks", { text: "Thank you", html: "<p>Thank you</p>" }, { text: "Thanks", html: "<p><b>Thanks</b></p>" }, ["text: \"Thank you\" > \"Thanks\""]],
  ["a text that had no looks before", { text: "Thank you", html: "" }, { text: "Thank you", html: "<p>Thank you</p>" }, ["formatting: undefined > \"changed\""]],
  ["only the looks of a signature", { settings: { signature: "<p>Lin &amp; Co</p>" } }, { settings: { signature: "<p><b>Lin</b> &amp; Co</p>" } }, ["settings.signature.formatting: undefined > \"changed\""]],
  ["the words of a signature", { settings: { signature: "<p>Lin</p>" } }, { settings: { signature: "<p>Lin &amp; <b>Co</b></p>" } }, ["settings.signature: \"Lin\" > \"Lin & Co\""]],
  ["nothing", { a: 1, version: 1 }, { a: 1, version: 2 }, []],
  ["nothing at all", null, null, []],
])("%s", (_about, before, after, want) => expect(told(before, after)).toEqual(want));

test("a text that nobody reads to its end is cut", () => {
  expect(String(differences({}, { logo: "x".repeat(90_000) })[0]!.after)).toHaveLength(401);
});

test("a text that differs only behind the cut differs", () => {
  expect(differences({ text: `${"x".repeat(900)}a` }, { text: `${"x".repeat(900)}b` })).toHaveLength(1);
});
