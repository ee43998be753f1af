// Formatted replies. The desk has cleaned them already; here they are taken
// apart once more and rebuilt from a short list of harmless elements, so that
// no markup from outside is ever handed to the browser as markup.

import { h, type ComponentChild } from "preact";

const plain = new Set(["p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote", "code", "pre", "div", "span"]);
const silent = new Set(["script", "style", "template", "iframe", "object", "svg", "math", "title", "head", "noscript", "textarea", "select"]);
const deepest = 40;

export function safeHtml(html: string): ComponentChild[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return rebuild(parsed.body, 0);
}

function rebuild(parent: Node, depth: number): ComponentChild[] {
  if (depth > deepest) return [parent.textContent];
  return [...parent.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (!(node instanceof Element)) return null;
    return element(node, depth);
  });
}

function element(node: Element, depth: number): ComponentChild {
  const name = node.localName;
  if (silent.has(name)) return null;
  const inside = rebuild(node, depth + 1);
  if (name === "a") return link(node, inside);
  if (/^h[1-6]$/.test(name)) return h("p", null, h("strong", null, inside));
  return plain.has(name) ? h(name, null, name === "br" ? undefined : inside) : inside;
}

function link(node: Element, inside: ComponentChild[]): ComponentChild {
  const href = node.getAttribute("href") ?? "";
  if (!/^(https?:\/\/|mailto:)/i.test(href)) return inside;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, inside);
}
