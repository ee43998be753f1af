import { createElement, Fragment, useMemo, type ReactNode } from "react";

const plain = new Set(["p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]);
const silent = new Set(["script", "style", "template", "iframe", "object", "svg", "math", "title", "head", "noscript", "textarea", "select"]);
const deepest = 40;

/** What colleagues wrote with markup. The server has cleaned it; here it is taken
 * apart and built anew from a few harmless elements. */
export function RichText({ html, urlOf }: { html: string; urlOf?: (cid: string) => string | undefined }) {
  const inside = useMemo(() => rebuild(new DOMParser().parseFromString(html, "text/html").body, 0, urlOf), [html, urlOf]);
  return <div className="rich">{inside}</div>;
}

function rebuild(parent: Node, depth: number, urlOf?: (cid: string) => string | undefined): ReactNode[] {
  if (depth > deepest) return [parent.textContent];
  return [...parent.childNodes].map((node, at) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (!(node instanceof Element) || silent.has(node.localName)) return null;
    return <Fragment key={at}>{element(node, depth, urlOf)}</Fragment>;
  });
}

function element(node: Element, depth: number, urlOf?: (cid: string) => string | undefined): ReactNode {
  const name = node.localName;
  if (name === "br") return <br />;
  if (name === "img") {
    const src = node.getAttribute("src") ?? "";
    const url = src.startsWith("cid:") ? urlOf?.(src.slice(4)) : undefined;
    return url ? <img className="rich-picture" src={url} alt={node.getAttribute("alt") ?? ""} /> : node.getAttribute("alt");
  }
  const inside = rebuild(node, depth + 1, urlOf);
  if (name === "a") {
    const href = node.getAttribute("href") ?? "";
    return /^(https?:\/\/|mailto:|tel:)/i.test(href) ? <a href={href} target="_blank" rel="noopener noreferrer nofollow">{inside}</a> : inside;
  }
  if (node.hasAttribute("data-mention")) return <span className="mention">{inside}</span>;
  return plain.has(name) ? createElement(name, null, ...inside) : inside;
}
