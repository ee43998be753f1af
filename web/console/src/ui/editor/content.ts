import type { JSONContent } from "@tiptap/core";

/** What somebody writes: HTML where there is markup, else only text. */
export interface Rich { text: string; html: string }

/** Plain words need no HTML: they go out as they always did. */
export function isPlain(doc: JSONContent): boolean {
  return (doc.content ?? []).every((block) => block.type === "paragraph"
    && (block.content ?? []).every((each) => each.type === "hardBreak" || (each.type === "text" && !each.marks?.length)));
}

export function plainText(doc: JSONContent): string {
  return (doc.content ?? []).map((block) => (block.content ?? []).map((each) => (each.type === "hardBreak" ? "\n" : each.text ?? "")).join("")).join("\n");
}

/** Text as paragraphs, one for each line, so that it comes back as it went in. */
export function docOfText(text: string): JSONContent {
  return { type: "doc", content: text.split("\n").map((line) => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] })) };
}

/** What was written as markup, for what is kept in that form alone. */
export function markupOf({ text, html }: Rich): string {
  if (html || text === "") return html;
  const safe = text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);
  return safe.split("\n").map((line) => `<p>${line}</p>`).join("");
}

/** What offices paste: comments that hide markup, elements of Word, and the bold
 * that Google Docs puts around everything. Styles go; the words stay. */
export function cleanPasted(html: string): string {
  return html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|xml|script|title)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<(meta|link)\b[^>]*>/gi, "")
    .replace(/<\/?[a-z]+:[^>]*>/gi, "")
    .replace(/\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")
    .replace(/<b\b[^>]*font-weight:\s*normal[^>]*>([\s\S]*)<\/b>/gi, "$1")
    .replace(/<p\b[^>]*class="?MsoListParagraph[^>]*>([\s\S]*?)<\/p>/gi, (_whole, inner: string) => `<li>${inner.replace(/^(\s|<[^>]+>|&nbsp;)*[·•§o-](\s|&nbsp;|<[^>]+>)+/i, "")}</li>`)
    .replace(/(<li>[\s\S]*?<\/li>\s*)+/gi, (items) => (/<[uo]l\b/i.test(html) ? items : `<ul>${items}</ul>`))
    .replace(/\sstyle="[^"]*"/gi, (style) => (/font-weight:\s*(bold|[6-9]00)/i.test(style) ? ' style="font-weight:bold"' : /font-style:\s*italic/i.test(style) ? ' style="font-style:italic"' : ""));
}

export interface Trigger { mark: "/" | "@"; query: string; from: number }

/** Whether somebody has just begun to call for something: a mark at the beginning
 * of a word, and what is typed behind it. `before` is the text up to the caret. */
export function triggerIn(before: string): Trigger | null {
  const found = /(^|[\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u4e00-\u9fff])([/@])([^\s/@]{0,30})$/u.exec(before);
  if (!found) return null;
  if (found[2] === "/" && /[\u4e00-\u9fff]/.test(found[1]!)) return null; // 是/否 calls for nothing
  return { mark: found[2] as Trigger["mark"], query: found[3]!, from: before.length - found[3]!.length - 1 };
}

export const openVariable = /\{\{\s*[a-z_.]+\s*(\|[^{}]*)?\}\}/g;

export function openVariables(text: string): string[] {
  return [...new Set(text.match(openVariable) ?? [])];
}

/** Items of one paragraph without the paragraph, as everybody else writes lists. */
export function tight(html: string): string {
  return html.replace(/<li><p>((?:(?!<\/?(?:p|li|ul|ol)\b)[\s\S])*)<\/p>(?=<\/li>|<[uo]l)/g, "<li>$1");
}
