import { Extension, mergeAttributes, Node } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { openVariable } from "./content";

/** A picture among the words. It is kept by the name of its file (`cid:`), and
 * shown from the address that `urlOf` knows. */
export const Picture = Node.create<{ urlOf: (cid: string) => string | undefined }>({
  name: "picture",
  group: "inline",
  inline: true,
  draggable: true,
  addOptions: () => ({ urlOf: () => undefined }),
  addAttributes: () => ({ cid: { default: "" }, alt: { default: "" } }),
  parseHTML: () => [{ tag: 'img[src^="cid:"]', getAttrs: (img) => ({ cid: (img.getAttribute("src") ?? "").slice(4), alt: img.getAttribute("alt") ?? "" }) }],
  renderHTML: ({ node }) => ["img", { src: `cid:${String(node.attrs["cid"])}`, alt: String(node.attrs["alt"]) }],
  renderText: ({ node }) => String(node.attrs["alt"]),
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("img");
      dom.src = this.options.urlOf(String(node.attrs["cid"])) ?? "";
      dom.alt = String(node.attrs["alt"]);
      dom.className = "editor-picture";
      return { dom };
    };
  },
});

/** A colleague or a team, by id. */
export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ who: { default: "" }, name: { default: "" } }),
  parseHTML: () => [{ tag: "span[data-mention]", getAttrs: (span) => ({ who: span.getAttribute("data-mention"), name: (span.textContent ?? "").replace(/^@/, "") }) }],
  renderHTML: ({ node, HTMLAttributes }) => ["span", mergeAttributes({ "data-mention": String(node.attrs["who"]) }, { class: HTMLAttributes["class"] as string | undefined }), `@${String(node.attrs["name"])}`],
  renderText: ({ node }) => `@${String(node.attrs["name"])}`,
});

/** Marks the places of a wording that nobody has filled. */
export const OpenVariables = Extension.create({
  name: "openVariables",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        decorations: ({ doc }) => {
          const marks: Decoration[] = [];
          doc.descendants((node, at) => {
            for (const found of node.isText ? (node.text ?? "").matchAll(openVariable) : []) {
              marks.push(Decoration.inline(at + found.index, at + found.index + found[0].length, { class: "editor-open" }));
            }
          });
          return DecorationSet.create(doc, marks);
        },
      },
    }),
  ],
});
