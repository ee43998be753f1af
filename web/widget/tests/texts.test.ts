// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { h, render } from "preact";
import { expect, test } from "vitest";
import { sends } from "../frame/keys";
import { linkify } from "../frame/linkify";
import { safeHtml } from "../frame/safehtml";
import { chooseLocale, fill } from "../shared/locale";
import { inkOn, onColour, readColour } from "../shared/colour";
import { contrast } from "../../tokens/contrast";

const folder = new URL("../words/", `file://${__filename}`);

test.each(["chat", "loader", "shop", "waiting"])("both languages of %s say the same things", (name) => {
  const read = (locale: string) => JSON.parse(readFileSync(new URL(`${name}.${locale}.json`, folder), "utf8")) as Record<string, unknown>;
  const [en, zh] = [read("en"), read("zh-CN")];
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(en)) {
    const blanks = (said: unknown) => (JSON.stringify(said).match(/\{\w+\}/g) ?? []).sort();
    expect(blanks(zh[key]), key).toEqual(blanks(text));
  }
});

test("no screen holds a text of its own", () => {
  const sources = ["../frame/", "../loader/", "../try/"].flatMap((path) => {
    const at = new URL(path, `file://${__filename}`);
    return readdirSync(at).filter((name) => /\.tsx?$/.test(name)).map((name) => readFileSync(new URL(name, at), "utf8"));
  });
  for (const source of sources) expect(source).not.toMatch(/\p{Script=Han}/u);
});

test.each([
  ["auto", ["zh-TW", "en"], "zh-CN"],
  ["auto", ["fr", "en-GB"], "en"],
  ["auto", ["id"], "en"],
  ["zh", ["en"], "zh-CN"],
  ["en", ["zh-CN"], "en"],
])("locale %s in a browser with %j is %s", (wanted, browser, locale) => expect(chooseLocale(wanted, browser)).toBe(locale));

test("a value that looks like a pattern is filled in as it is", () => expect(fill("{name} writes", { name: "$& {name}" })).toBe("$& {name} writes"));

test.each([
  ["see https://a.test/x(1), please", ["https://a.test/x(1)"]],
  ["订单在https://a.test/o/1。谢谢", ["https://a.test/o/1"]],
  ["(https://a.test/?q=1&b=2).", ["https://a.test/?q=1&b=2"]],
  ["写信到 help@shop.test 吧", ["mailto:help@shop.test"]],
  ["javascript:alert(1) data:x //a.test", []],
])("links in %j", (text, links) => {
  const parts = linkify(text);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  expect(parts.filter((part) => part.href).map((part) => part.href)).toEqual(links);
});

test("markup from outside keeps its meaning and loses its power", () => {
  const root = document.createElement("div");
  const hostile = `<p onclick="x()">a <b>b</b></p><script>x()</script><img src=x onerror=x()><svg><a href="javascript:x()">s</a></svg><a href="https://ok.test">ok</a><a href=" javascript:x()">no</a><h1>head</h1><form><input></form>`;
  render(h("div", null, safeHtml(hostile)), root);
  expect(root.querySelectorAll("script, img, svg, form, input, [onclick]").length).toBe(0);
  expect([...root.querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual(["https://ok.test"]);
  expect(root.textContent).toContain("a b");
});

test("very deep markup becomes plain text instead of a full stack", () => {
  const root = document.createElement("div");
  render(h("div", null, safeHtml("<div>".repeat(400) + "deep")), root);
  expect(root.textContent).toBe("deep");
});

test.each(["#0f766e", "#ffd24a", "#e83e8c", "#1d2f6f", "#ffffff", "#000000", "#808080"])("text can be read on and beside %s", (colour) => {
  expect(contrast(colour, onColour(colour))).toBeGreaterThanOrEqual(4.5);
  for (const surface of ["#f1f4f4", "#202929"]) expect(contrast(inkOn(colour, surface), surface)).toBeGreaterThanOrEqual(4.5);
});

test("a colour that is none falls back", () => expect(readColour("red;background:url(x)")).toBe("#0f766e"));

test("Enter sends, but never while a word is being chosen", () => {
  const key = { key: "Enter", shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, keyCode: 13 };
  expect(sends(key)).toBe(true);
  expect(sends({ ...key, isComposing: true })).toBe(false);
  expect(sends({ ...key, keyCode: 229 })).toBe(false);
  expect(sends({ ...key, shiftKey: true })).toBe(false);
  expect(sends({ ...key, key: "a" })).toBe(false);
});
