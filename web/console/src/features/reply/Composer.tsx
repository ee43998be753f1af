import { CloseOutlined, DownOutlined, FileOutlined, LoadingOutlined, PaperClipOutlined, SendOutlined } from "@ant-design/icons";
import { Button, Dropdown, Space, Tooltip } from "antd";
import { useCallback, useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from "react";
import type { Conversation } from "../../api";
import { useLive } from "../../live/LiveContext";
import { Keys } from "../../ui/Keys";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { fileSize } from "../../words/size";
import { isBlank, whyNot, type Content } from "./rules";
import { Beside } from "./Beside";
import { useDraft } from "./useDraft";
import { useSend } from "./useSend";
import type { Attached } from "./uploads";
import { useUploads } from "./useUploads";

const typingEveryMs = 3_000;

interface Props {
  conversation: Conversation;
  me: string;
  /** Counts up when a command asks for the box, with the kind it asks for. */
  wish: { kind: Content["kind"]; count: number };
}

/** Where the work is done. Nothing opens over the text, and nothing that was
 * typed is lost: not by sending, not by leaving, not by somebody else. */
export function Composer({ conversation, me, wish }: Props) {
  const { t } = useWords();
  const live = useLive();
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const draft = useDraft(conversation.id);
  const { send, sending, fault, forgive } = useSend(conversation);
  const { content, change } = draft;
  const [dragging, setDragging] = useState(false);
  const toldAt = useRef(0);

  const current = useRef(content);
  useEffect(() => { current.current = content; });
  const attach = useCallback((attachment: Attached) => {
    // Two files may arrive between two drawings, and neither may be lost.
    current.current = { ...current.current, attachments: [...current.current.attachments, attachment] };
    change(current.current);
  }, [change]);
  const uploads = useUploads(attach);

  const granted = useRef(0);
  useEffect(() => {
    if (wish.count === granted.current) return; // once each: focus must not be stolen later
    granted.current = wish.count;
    if (current.current.kind !== wish.kind) change({ ...current.current, kind: wish.kind });
    box.current?.focus();
  }, [change, wish]);

  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "0";
    area.style.height = `${Math.min(320, Math.max(60, area.scrollHeight))}px`;
  }, [content.text, content.kind]);

  const refusal = whyNot(conversation, content.kind);
  const ready = !refusal && !isBlank(content) && !sending && !uploads.busy;
  const go = async (thenResolve = false) => {
    if (!ready) return;
    const kind = content.kind;
    draft.hold();
    box.current?.focus(); // now and not later: whoever has left the box meanwhile is not called back
    if (await send(content, thenResolve)) await draft.clear(kind);
    else draft.change(content); // back to being a draft
  };
  const type = (text: string) => {
    change({ ...content, text });
    forgive();
    if (Date.now() - toldAt.current > typingEveryMs && content.kind === "reply") {
      toldAt.current = Date.now();
      live.typing(conversation.id);
    }
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter chooses a word and sends nothing.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void go(event.shiftKey && content.kind === "reply");
    } else if (event.key === "Escape") box.current?.blur();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    uploads.add(files);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    uploads.add([...event.dataTransfer.files]);
  };
  const isNote = content.kind === "note";
  const kinds = ["reply", "note"] as const;

  return (
    <section
      className={`composer${isNote ? " is-note" : ""}${dragging ? " is-dragging" : ""}`} aria-label={t("composer.label")}
      onDragOver={(event) => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); setDragging(true); } }}
      onDragLeave={() => setDragging(false)} onDrop={dropped}
    >
      <div className="composer-top">
        <div role="tablist" aria-label={t("composer.kind")} className="composer-tabs">
          {kinds.map((kind) => (
            <button
              key={kind} type="button" role="tab" id={`composer-tab-${kind}`} aria-controls="composer-panel" aria-selected={content.kind === kind} tabIndex={content.kind === kind ? 0 : -1}
              onClick={() => { change({ ...content, kind }); box.current?.focus(); }}
              onKeyDown={(event) => {
                if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
                const other = kind === "reply" ? "note" : "reply";
                change({ ...content, kind: other });
                document.getElementById(`composer-tab-${other}`)?.focus();
              }}
            >{t(`composer.${kind}`)}</button>
          ))}
        </div>
        <Beside conversation={conversation.id} me={me} />
      </div>
      {draft.theirs && (
        <div className="strip is-warn" role="alert">
          <span>{t("draft.changed")}</span>
          <Button size="small" onClick={draft.keepMine}>{t("draft.keepMine")}</Button>
          <Button size="small" onClick={draft.takeTheirs}>{t("draft.takeTheirs")}</Button>
        </div>
      )}
      {fault && <div className="strip is-bad" role="alert"><span>{t("composer.notSent", { why: faultWords(t, fault) })}</span></div>}
      <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-tab-${content.kind}`}>
        {refusal ? <p className="composer-refusal">{t(refusal)}</p> : (
          <textarea
            ref={box} className="composer-text" value={content.text} aria-label={t(isNote ? "composer.noteLabel" : "composer.replyLabel")}
            placeholder={t(isNote ? "composer.notePlaceholder" : "composer.replyPlaceholder", { name: conversation.contact.name || t("contact.nameless") })}
            onChange={(event) => type(event.target.value)} onKeyDown={pressed} onPaste={pasted}
          />
        )}
      </div>
      {(content.attachments.length > 0 || uploads.uploading.length > 0) && (
        <ul className="composer-files" aria-label={t("composer.files")}>
          {content.attachments.map((each) => (
            <li key={each.upload} className="file">
              <FileOutlined aria-hidden /><span className="file-name">{each.name || t("file.nameless")}</span>{each.size > 0 && <span className="file-size num">{fileSize(each.size)}</span>}
              <button type="button" aria-label={t("file.remove", { name: each.name || t("file.nameless") })} onClick={() => change({ ...content, attachments: content.attachments.filter((other) => other.upload !== each.upload) })}><CloseOutlined aria-hidden /></button>
            </li>
          ))}
          {uploads.uploading.map((each) => (
            <li key={each.key} className={each.fault ? "file is-bad" : "file"}>
              {each.fault ? <FileOutlined aria-hidden /> : <LoadingOutlined aria-hidden />}<span className="file-name">{each.name}</span>
              {each.fault && <span>{faultWords(t, each.fault)}</span>}
              <button type="button" aria-label={t("file.remove", { name: each.name })} onClick={() => uploads.forget(each.key)}><CloseOutlined aria-hidden /></button>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-foot">
        <input ref={picker} type="file" multiple hidden aria-hidden tabIndex={-1} onChange={(event) => { uploads.add([...(event.target.files ?? [])]); event.target.value = ""; }} />
        <Tooltip title={t("composer.attachHint")}>
          <Button size="small" type="text" icon={<PaperClipOutlined aria-hidden />} aria-label={t("composer.attach")} disabled={refusal !== null} onClick={() => picker.current?.click()} />
        </Tooltip>
        <span className="composer-state" aria-live="polite">{t(`draft.${draft.state}`)}</span>
        {!refusal && (
          <>
            <span className="composer-key"><Keys keys="mod+Enter" /></span>
            <Space.Compact>
              <Button type="primary" icon={<SendOutlined aria-hidden />} loading={sending} disabled={!ready} aria-keyshortcuts="Control+Enter" onClick={() => void go()}>{t(isNote ? "composer.saveNote" : "composer.send")}</Button>
              {!isNote && conversation.can.resolve && (
                <Dropdown trigger={["click"]} placement="topRight" disabled={!ready} menu={{ items: [{ key: "resolve", label: t("composer.sendAndResolve") }], onClick: () => void go(true) }}>
                  <Button type="primary" icon={<DownOutlined aria-hidden />} disabled={!ready} aria-label={t("composer.otherWays")} />
                </Dropdown>
              )}
            </Space.Compact>
          </>
        )}
      </div>
      {dragging && <div className="composer-drop" aria-hidden>{t("composer.drop")}</div>}
    </section>
  );
}
