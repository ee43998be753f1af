import { Placeholder } from "@tiptap/extensions";
import type { Editor as Core } from "@tiptap/core";
import { EditorContent, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { BoldOutlined, CodeOutlined, ItalicOutlined, LinkOutlined, MessageOutlined, OrderedListOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from "react";
import { useWords } from "../../words";
import { cleanPasted, docOfText, isPlain, plainText, tight, triggerIn, type Rich, type Trigger } from "./content";
import { Mention, OpenVariables, Picture } from "./nodes";

export interface Handle {
  focus: () => void;
  /** Puts words where the call stood, or where the caret is. */
  insert: (words: Rich, at?: Trigger) => void;
  mention: (who: string, name: string, at: Trigger) => void;
  picture: (cid: string, alt: string) => void;
  /** Puts other words in the place of the nth piece of text that reads so; without a piece, at the beginning. */
  swap: (piece: string, nth: number, by: string) => void;
}

interface Props {
  value: Rich;
  label: string;
  placeholder: string;
  onChange: (value: Rich) => void;
  onReady?: (handle: Handle) => void;
  /** Somebody calls for a list: `/`, `@`; null when no more. */
  onTrigger?: (trigger: Trigger | null) => void;
  /** Before the editor takes a key; true when it was for somebody else. */
  onKey?: (event: KeyboardEvent) => boolean;
  onFiles?: (files: File[]) => void;
  urlOf?: (cid: string) => string | undefined;
  /** The list that is open above, for those who hear the screen. */
  listbox?: { id: string; active: string } | null;
  /** Stands at the end of the tools. */
  tools?: React.ReactNode;
}

/** Where one writes with markup. It keeps still: no tool opens over the text. */
export default function Editor({ value, label, placeholder, onChange, onReady, onTrigger, onKey, onFiles, urlOf, listbox = null, tools }: Props) {
  const live = useRef({ onChange, onReady, onTrigger, onKey, onFiles, urlOf });
  useEffect(() => { live.current = { onChange, onReady, onTrigger, onKey, onFiles, urlOf }; });
  const given = useRef<Rich>(value);
  const [stands, setStands] = useState(false); // on the page; before, there is nothing to focus
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: false, horizontalRule: false, underline: false,
        link: { openOnClick: false, autolink: true, linkOnPaste: true, protocols: ["http", "https", "mailto", "tel"], defaultProtocol: "https" },
      }),
      Placeholder.configure({ placeholder }),
      Picture.configure({ urlOf: (cid) => live.current.urlOf?.(cid) }),
      Mention, OpenVariables,
    ],
    content: value.html || docOfText(value.text),
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: { class: "composer-text editor-text", role: "textbox", "aria-multiline": "true", "aria-label": label },
      transformPastedHTML: cleanPasted,
      handleKeyDown: (view, event) => {
        // While an input method composes, Enter chooses a word and sends nothing.
        if (view.composing || event.isComposing || event.keyCode === 229) return false;
        return live.current.onKey?.(event) ?? false;
      },
      handlePaste: (_view, event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        // An office copies a picture of the words beside the words.
        if (files.length === 0 || (event.clipboardData?.getData("text/plain") ?? "").trim() !== "") return false;
        live.current.onFiles?.(files);
        return true;
      },
      handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0, // the whole conversation takes files
    },
    onCreate: () => setStands(true),
    onUpdate: ({ editor: core }) => {
      given.current = read(core);
      live.current.onChange(given.current);
    },
    onTransaction: ({ editor: core }) => live.current.onTrigger?.(called(core)),
    onBlur: () => live.current.onTrigger?.(null),
  });

  // The words are changed from outside: a draft of another window, a sent message.
  // At once with the drawing: a key pressed in between must not be overwritten.
  useLayoutEffect(() => {
    if (!editor || !stands || (value.html === given.current.html && value.text === given.current.text)) return;
    given.current = value;
    editor.commands.setContent(value.html || docOfText(value.text), { emitUpdate: false });
    if (editor.isFocused) editor.commands.focus("end");
  }, [editor, stands, value]);

  useEffect(() => {
    if (!editor || !stands) return;
    live.current.onReady?.({
      focus: () => { editor.commands.focus(undefined, { scrollIntoView: false }); },
      insert: (words, at) => {
        const chain = editor.chain().focus();
        if (at) chain.deleteRange(rangeOf(editor, at));
        const plain = docOfText(words.text).content ?? [];
        chain.insertContent(words.html || (plain.length === 1 ? words.text : plain)).run();
      },
      mention: (who, name, at) => {
        editor.chain().focus().insertContentAt(rangeOf(editor, at), [{ type: "mention", attrs: { who, name } }, { type: "text", text: " " }]).run();
      },
      swap: (piece, nth, by) => {
        const at = piece ? placeOf(editor, piece, nth) : { from: 1, to: 1 };
        if (at) editor.chain().focus(undefined, { scrollIntoView: false }).insertContentAt(at, by ? { type: "text", text: by } : []).run();
      },
      picture: (cid, alt) => { editor.chain().focus().insertContent({ type: "picture", attrs: { cid, alt } }).run(); },
    });
  }, [editor, stands]);

  useEffect(() => {
    if (!editor || !stands) return;
    const box = editor.view.dom;
    const says: Record<string, string | undefined> = { "aria-controls": listbox?.id, "aria-activedescendant": listbox?.active, "aria-autocomplete": listbox ? "list" : undefined };
    for (const [name, text] of Object.entries(says)) if (text) box.setAttribute(name, text); else box.removeAttribute(name);
  }, [editor, listbox, stands]);

  if (!editor) return null;
  return (
    <>
      <EditorContent editor={editor} className="editor" />
      <Tools editor={editor}>{tools}</Tools>
    </>
  );
}

function read(editor: Core): Rich {
  const doc = editor.getJSON();
  if (isPlain(doc)) return { text: plainText(doc), html: "" };
  return { text: editor.getText({ blockSeparator: "\n" }), html: tight(editor.getHTML()) };
}

/** What is called for at the caret, with its place in the text before it. */
function called(editor: Core): Trigger | null {
  const { selection } = editor.state;
  if (!selection.empty || !editor.isFocused || editor.isActive("codeBlock")) return null;
  const { $from } = selection;
  return triggerIn($from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc"));
}

function rangeOf(editor: Core, at: Trigger): { from: number; to: number } {
  const { $from } = editor.state.selection;
  return { from: $from.start() + at.from, to: $from.pos };
}

/** Where the nth piece of text stands that reads so. */
function placeOf(editor: Core, piece: string, nth: number): { from: number; to: number } | null {
  let left = nth;
  let found: { from: number; to: number } | null = null;
  editor.state.doc.descendants((node, place) => {
    if (found || !node.isTextblock) return !found;
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
    for (let at = text.indexOf(piece); at >= 0 && !found; at = text.indexOf(piece, at + piece.length)) {
      if (left === 0) found = { from: place + 1 + at, to: place + 1 + at + piece.length };
      left -= 1;
    }
    return false;
  });
  return found;
}

const marks = [
  { name: "bold", keys: "Control+B", icon: BoldOutlined, run: (e: Core) => e.chain().focus().toggleBold().run() },
  { name: "italic", keys: "Control+I", icon: ItalicOutlined, run: (e: Core) => e.chain().focus().toggleItalic().run() },
  { name: "bulletList", keys: "Control+Shift+8", icon: UnorderedListOutlined, run: (e: Core) => e.chain().focus().toggleBulletList().run() },
  { name: "orderedList", keys: "Control+Shift+7", icon: OrderedListOutlined, run: (e: Core) => e.chain().focus().toggleOrderedList().run() },
  { name: "blockquote", keys: "Control+Shift+B", icon: MessageOutlined, run: (e: Core) => e.chain().focus().toggleBlockquote().run() },
  { name: "code", keys: "Control+E", icon: CodeOutlined, run: (e: Core) => e.chain().focus().toggleCode().run() },
] as const;

function Tools({ editor, children }: { editor: Core; children?: React.ReactNode }) {
  const { t } = useWords();
  const [linking, setLinking] = useState<string | null>(null);
  const on = useEditorState({ editor, selector: ({ editor: core }) => [...marks.map((each) => each.name), "link"].filter((name) => core.isActive(name)).join() });
  const isOn = (name: string) => on.split(",").includes(name);
  const link = () => {
    const href = (linking ?? "").trim();
    if (!href) editor.chain().focus().extendMarkRange("link").unsetLink().run();
    else {
      const full = /^(https?:|mailto:|tel:)/i.test(href) ? href : href.includes("@") ? `mailto:${href}` : `https://${href}`;
      if (editor.state.selection.empty && !editor.isActive("link")) editor.chain().focus().insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href: full } }] }).run();
      else editor.chain().focus().extendMarkRange("link").setLink({ href: full }).run();
    }
    setLinking(null);
  };
  const pressed = (event: ReactKeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") link();
    else if (event.key === "Escape") { setLinking(null); editor.commands.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {linking !== null && (
        <div className="strip editor-link">
          <input ref={(box) => { if (box && document.activeElement !== box) box.focus(); }} className="plain-box" aria-label={t("editor.linkTo")} placeholder={t("editor.linkPlaceholder")} value={linking} onChange={(event) => setLinking(event.target.value)} onKeyDown={pressed} />
          <Button size="small" onClick={link}>{t(linking.trim() ? "editor.setLink" : "editor.unlink")}</Button>
          <Button size="small" type="text" onClick={() => { setLinking(null); editor.commands.focus(); }}>{t("act.cancel")}</Button>
        </div>
      )}
      <div className="editor-tools" role="toolbar" aria-label={t("editor.tools")}>
        {marks.map(({ name, keys, icon: Icon, run }) => (
          <Tooltip key={name} mouseEnterDelay={0.5} title={t(`editor.${name}`)}>
            <Button size="small" type="text" aria-label={t(`editor.${name}`)} aria-keyshortcuts={keys} aria-pressed={isOn(name)} className={isOn(name) ? "is-on" : undefined} icon={<Icon aria-hidden />} onMouseDown={(event) => event.preventDefault()} onClick={() => run(editor)} />
          </Tooltip>
        ))}
        <Tooltip mouseEnterDelay={0.5} title={t("editor.link")}>
          <Button size="small" type="text" aria-label={t("editor.link")} aria-pressed={isOn("link")} className={isOn("link") ? "is-on" : undefined} icon={<LinkOutlined aria-hidden />} onClick={() => setLinking(String(editor.getAttributes("link")["href"] ?? ""))} />
        </Tooltip>
        {children}
      </div>
    </>
  );
}
