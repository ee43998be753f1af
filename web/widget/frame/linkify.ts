// Finds addresses in what people wrote. Only http, https and mail become
// links, and only the characters of an address belong to one: Chinese text
// follows without a space.

export type Part = { text: string; href: string };

const address = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

export function linkify(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: "" });
    parts.push({ text: found, href: /^https?:/i.test(found) ? found : `mailto:${found}` });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: "" });
  return parts;
}

/** Punctuation at the end is the sentence's, but a closing bracket may be the address's own. */
function trimmed(found: string): string {
  let end = found.replace(/[.,;:!?'*]+$/, "");
  while (end.endsWith(")") && end.split("(").length < end.split(")").length) end = end.slice(0, -1).replace(/[.,;:!?'*]+$/, "");
  return end;
}
