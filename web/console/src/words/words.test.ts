import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test, vi } from "vitest";
import en from "./en.json";
import parts from "./parts.json";
import zh from "./zh-CN.json";

vi.setConfig({ testTimeout: 60_000 }); // it reads and parses the whole console

const root = join(import.meta.dirname, "..");
const catalogues = { "zh-CN": flat(zh), en: flat(en) };
const known = new Set([...catalogues.en.keys()].map(withoutPlural));

test("both languages have the same keys", () => {
  const names = (map: Map<string, string>) => [...new Set([...map.keys()].map(withoutPlural))].sort();
  expect(names(catalogues["zh-CN"])).toEqual(names(catalogues.en));
});

test("both languages put the same values into a sentence", () => {
  for (const [key, text] of catalogues["zh-CN"]) expect([key, values(catalogues.en.get(key)!)]).toEqual([key, values(text)]);
});

test("English says one thing and several things in two ways", () => {
  const both = (key: string) => [...plural].every((form) => catalogues.en.has(withoutPlural(key) + form));
  const goesByNumber = (key: string, text: string) => /\{\{(count|n|shown)\}\} (?!of )\p{L}/u.test(text) || (severalOf.test(text) && !settled.has(key));
  expect([...catalogues.en].filter(([key, text]) => goesByNumber(key, text) && !both(key))).toEqual([]);
  expect([...catalogues.en.keys()].filter((key) => /_(one|other)$/.test(key) && key !== "why.only_one" && !both(key))).toEqual([]);
});

test("every key that the console asks for exists", () => {
  const missing: string[] = [];
  for (const { file, key } of keysAsked()) if (!known.has(key)) missing.push(`${file}: ${key}`);
  expect(missing).toEqual([]);
});

test("every family of keys that is completed at run time has members", () => {
  for (const { file, start } of familiesAsked()) {
    expect([file, start, [...known].some((key) => key.startsWith(start))]).toEqual([file, start, true]);
  }
});

test("what is fetched later is not asked for by what may be there earlier", () => {
  const asked = [...keysAsked(), ...familiesAsked().map(({ file, start }) => ({ file, key: start }))];
  const before = (early: Set<string>, later: string[]) => asked.filter(({ file, key }) => early.has(file) && later.includes(key.split(".")[0]!)).map(({ file, key }) => `${file}: ${key}`);
  expect(before(mayRunBefore("later"), parts.later)).toEqual([]);
  expect(before(mayRunBefore("talk"), parts.talk)).toEqual([]);
  expect(mayRunBefore("talk").has("places/desk/index.tsx")).toBe(true);
  expect(mayRunBefore("talk").has("places/desk/Talk.tsx")).toBe(false);
  expect(mayRunBefore("later").has("places/desk/Talk.tsx")).toBe(true);
});

test("no text that people read stands in the code", () => {
  expect(textInCode()).toEqual([]);
});

test("Chinese is written with Chinese punctuation, and with a space beside Latin and digits in values", () => {
  const wrong = [...catalogues["zh-CN"]].filter(([, text]) => /[\u4e00-\u9fff][,;!?](\s|$)/.test(text));
  expect(wrong).toEqual([]);
});

/** Every file that a browser may run before anything brought that part of the words with it. */
function mayRunBefore(part: "talk" | "later"): Set<string> {
  const brings = part === "talk" ? /(?:wordy|talking)\(\(\) => import\("[^"]+"\)\)/g : /wordy\(\(\) => import\("[^"]+"\)\)/g;
  const files = new Map(sources().map((source) => [source.file, source]));
  const reached = new Set<string>();
  const reach = (file: string): void => {
    const source = files.get(file);
    if (!source || reached.has(file) || /^places\/settings\//.test(file)) return; // rooms stand inside the settings, which are wordy
    reached.add(file);
    const early = source.tree.text.replace(brings, "");
    for (const [, path] of early.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const to = join(file, "..", path!);
      [to, `${to}.ts`, `${to}.tsx`, `${to}/index.ts`, `${to}/index.tsx`].forEach(reach);
    }
  };
  reach("main.tsx");
  return reached;
}

function flat(tree: object, before = ""): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[before + name, value]] : [...flat(value as object, `${before}${name}.`)]));
}

function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, "");
}

const plural = new Set(["_one", "_other"]);
/** A value directly before a word for several, as in "{{days}} days". */
const severalOf = /\{\{\w+\}\}(?: different| more)? (?:characters|codes|contacts|conversations|days|examples|files|hours|mails|members|messages|minutes|parts|people|permissions|replies|rows|seconds|texts|topics|times|words|years)\b/;
/** Of these the number is settled, and is more than one. */
const settled = new Set(["autoReply.basis", "topics.notYet", "topics.stateOf.too_few"]);

function values(text: string): string[] {
  return [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]!).sort().filter((each) => each !== "count");
}

interface Source { file: string; tree: ts.SourceFile }

let read: Source[] | undefined;

function sources(): Source[] {
  return (read ??= readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.testing\.|\.d\.ts$/.test(file))
    .map((file) => ({ file, tree: ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS) })));
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}

/** The first arguments of every `t(…)`, and both sides of a choice in it. */
function firstArguments(): { file: string; argument: ts.Expression }[] {
  const found: { file: string; argument: ts.Expression }[] = [];
  for (const { file, tree } of sources()) {
    visit(tree, (node) => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || !["t", "has"].includes(node.expression.text)) return;
      const open = (argument: ts.Expression | undefined): void => {
        if (!argument) return;
        if (ts.isConditionalExpression(argument)) [argument.whenTrue, argument.whenFalse].forEach(open);
        else found.push({ file, argument });
      };
      open(node.arguments[0]);
    });
  }
  return found;
}

function keysAsked() {
  return firstArguments().flatMap(({ file, argument }) => (ts.isStringLiteral(argument) ? [{ file, key: argument.text }] : []));
}

function familiesAsked() {
  return firstArguments().flatMap(({ file, argument }) => (ts.isTemplateExpression(argument) ? [{ file, start: argument.head.text }] : []));
}

const spoken = new Set(["aria-label", "title", "placeholder", "label", "alt", "okText", "cancelText", "content"]);
// Not sentences: an example address, a format, a sign.
const notText = /^(https?:\/\/\S+|[\w.-]+@[\w.-]+|[a-z]+\.example\.com|[^\p{L}]*)$/u;

function textInCode(): string[] {
  const found: string[] = [];
  for (const { file, tree } of sources()) {
    visit(tree, (node) => {
      const where = () => `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${where()} ${node.text.trim()}`);
      if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)
        && spoken.has(node.name.getText()) && !notText.test(node.initializer.text)) found.push(`${where()} ${node.initializer.text}`);
      if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) && /[\u4e00-\u9fff]/.test(node.text)) found.push(`${where()} ${node.text}`);
    });
  }
  return found;
}
