// Conditions that are put together from fields, and what they are in the rule language.

import type { RuleWord } from "../../api";

export type Op = "mentions" | "is" | "isNot" | "contains" | "has" | "hasNot" | "atLeast" | "atMost";

/** One question of a condition: a word of the rule language, and what is asked of it. */
export interface Part { word: string; op: Op; values: string[] }

export interface Built { join: "all" | "any"; parts: Part[] }

/** What customers write, asked by words: a question of its own. */
export const theirWords = "mentions";

/** What can be asked of a word. */
export function opsFor(word: Pick<RuleWord, "name" | "kind" | "values"> | undefined): Op[] {
  if (!word || word.name === theirWords) return ["mentions"];
  if (word.kind === "number") return ["atLeast", "atMost"];
  if (word.kind === "texts") return ["has", "hasNot"];
  return word.values.length > 0 ? ["is", "isNot"] : ["is", "isNot", "contains"];
}

const quote = (text: string) => JSON.stringify(text);

/** A condition as the server reads it; "" where nothing is asked. */
export function written({ join, parts }: Built): string {
  return parts.filter(asks).map(one).join(join === "all" ? " && " : " || ");
}

/** Whether a part asks anything yet. */
export function asks(part: Part): boolean {
  const said = part.values.filter((each) => each !== "");
  return said.length > 0 && (!isNumeric(part.op) || Number.isFinite(Number(said[0])));
}

const isNumeric = (op: Op) => op === "atLeast" || op === "atMost";

function one({ word, op, values }: Part): string {
  const said = values.filter((each) => each !== "");
  const first = quote(said[0]!);
  const list = said.length > 1 ? `[${said.map(quote).join(", ")}]` : "";
  switch (op) {
    case "mentions": return `mentions(${said.map(quote).join(", ")})`;
    case "is": return list ? `${word} in ${list}` : `${word} == ${first}`;
    case "isNot": return list ? `${word} not in ${list}` : `${word} != ${first}`;
    case "contains": return `${word} contains ${first}`;
    case "has": return `${first} in ${word}`;
    case "hasNot": return `${first} not in ${word}`;
    case "atLeast": return `${word} >= ${Number(said[0])}`;
    case "atMost": return `${word} <= ${Number(said[0])}`;
  }
}

/** The same the other way round; null for what somebody wrote that fields cannot show. */
export function read(source: string): Built | null {
  const text = source.trim();
  if (text === "") return { join: "all", parts: [] };
  for (const [join, sign] of [["all", "&&"], ["any", "||"]] as const) {
    const parts = pieces(text, sign).map(partOf);
    if (parts.every((each) => each !== null)) return { join, parts };
  }
  return null;
}

/** What stands between the signs that are in no quotes. */
function pieces(text: string, sign: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (let at = 0, quoted = false; at < text.length; at++) {
    if (quoted && text[at] === "\\") at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text.startsWith(sign, at)) {
      found.push(text.slice(from, at));
      from = at + sign.length;
      at = from - 1;
    }
  }
  return [...found, text.slice(from)].map((each) => each.trim());
}

const string = String.raw`"(?:[^"\\]|\\.)*"`;
const name = String.raw`[a-z_]\w*(?:\.[a-z_]\w*)*`;
const shapes: [RegExp, Op][] = [
  [new RegExp(`^mentions\\((?<list>${string}(?:, *${string})*)\\)$`), "mentions"],
  [new RegExp(`^(?<word>${name}) == (?<list>${string})$`), "is"],
  [new RegExp(`^(?<word>${name}) != (?<list>${string})$`), "isNot"],
  [new RegExp(`^(?<word>${name}) in \\[(?<list>${string}(?:, *${string})*)\\]$`), "is"],
  [new RegExp(`^(?<word>${name}) not in \\[(?<list>${string}(?:, *${string})*)\\]$`), "isNot"],
  [new RegExp(`^(?<word>${name}) contains (?<list>${string})$`), "contains"],
  [new RegExp(`^(?<list>${string}) in (?<word>${name})$`), "has"],
  [new RegExp(`^(?<list>${string}) not in (?<word>${name})$`), "hasNot"],
  [new RegExp(`^(?<word>${name}) >= (?<number>-?\\d+(?:\\.\\d+)?)$`), "atLeast"],
  [new RegExp(`^(?<word>${name}) <= (?<number>-?\\d+(?:\\.\\d+)?)$`), "atMost"],
];

function partOf(text: string): Part | null {
  for (const [shape, op] of shapes) {
    const found = shape.exec(text)?.groups;
    if (!found) continue;
    try {
      const values = found["number"] ? [found["number"]] : (JSON.parse(`[${found["list"]}]`) as string[]);
      return { word: found["word"] ?? theirWords, op, values };
    } catch {
      return null; // an escape that only the rule language knows
    }
  }
  return null;
}
