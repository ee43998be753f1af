import { expect, test } from "vitest";
import { cleanPasted, docOfText, isPlain, markupOf, openVariables, plainText, tight, triggerIn } from "./content";

test.each(["", "one", "one\ntwo", "one\n\ntwo\n", "您好，\n 请看 <b> & https://x.example"])("plain text %j comes back as it went in", (text) => {
  expect(isPlain(docOfText(text))).toBe(true);
  expect(plainText(docOfText(text))).toBe(text);
});

test("plain words are kept as markup where only markup is kept", () => {
  expect(markupOf({ text: "A & B <c>\n二", html: "" })).toBe("<p>A &amp; B &lt;c&gt;</p><p>二</p>");
  expect(markupOf({ text: "x", html: "<p><b>x</b></p>" })).toBe("<p><b>x</b></p>");
  expect(markupOf({ text: "", html: "" })).toBe("");
});

test("markup is more than text", () => {
  expect(isPlain({ type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "x", marks: [{ type: "bold" }] }] }] })).toBe(false);
  expect(isPlain({ type: "doc", content: [{ type: "bulletList" }] })).toBe(false);
});

test.each([
  ["/", "/", ""], ["/ref", "/", "ref"], ["您好， /退款", "/", "退款"], ["好的。@林", "@", "林"], ["请@", "@", ""], ["see @wu", "@", "wu"],
])("%j calls", (before, mark, query) => {
  expect(triggerIn(before)).toMatchObject({ mark, query, from: before.length - query.length - 1 });
});

test.each(["and/or", "https://x", "a@b.example", "是/否", "/two words", "24/7", ""])("%j calls for nothing", (before) => {
  expect(triggerIn(before)).toBeNull();
});

test("what Word and Google paste is words again", () => {
  expect(cleanPasted("<!--[if gte mso 9]><xml>x</xml><![endif]--><style>p{}</style><p class=MsoNormal style=\"mso-x:1\">您好<o:p></o:p></p>")).toBe("<p class=MsoNormal>您好</p>");
  expect(cleanPasted("<p onclick='x()' title=a>y</p>")).toBe("<p title=a>y</p>");
  expect(cleanPasted('<b style="font-weight:normal;" id="docs-internal"><p>x</p></b>')).toBe("<p>x</p>");
  expect(cleanPasted('<p class=MsoListParagraph><span>·&nbsp;</span>甲</p><p class=MsoListParagraph>·&nbsp;乙</p>')).toBe("<ul><li>甲</li><li>乙</li></ul>");
  expect(cleanPasted('<span style="font-weight:700;color:red">x</span>')).toBe('<span style="font-weight:bold">x</span>');
});

test("places that nobody filled are found", () => {
  expect(openVariables("Hi {{contact.name}} {{ contact.name }} {{contact.name}} {{team.name|us}} { {x} }")).toEqual(["{{contact.name}}", "{{ contact.name }}", "{{team.name|us}}"]);
});

test("lists are tight unless an item has two paragraphs", () => {
  expect(tight("<ul><li><p>a <b>b</b></p></li><li><p>c</p><ul><li><p>d</p></li></ul></li></ul>")).toBe("<ul><li>a <b>b</b></li><li>c<ul><li>d</li></ul></li></ul>");
  expect(tight("<ul><li><p>a</p><p>b</p></li></ul>")).toBe("<ul><li><p>a</p><p>b</p></li></ul>");
});
