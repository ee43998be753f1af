import { CloseOutlined, DownOutlined, FileOutlined, LoadingOutlined, PaperClipOutlined, SendOutlined, SnippetsOutlined } from "@ant-design/icons";
import { Button, Dropdown, Space, Tooltip, type MenuProps } from "antd";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { api, asFault, type CannedReply, type Conversation, type Draft, type Fault } from "../../api";
import { useLive } from "../../live/LiveContext";
import { openVariables, type Rich, type Trigger } from "../../ui/editor/content";
import type { Handle } from "../../ui/editor/Editor";
import { Keys } from "../../ui/Keys";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { fileSize } from "../../words/size";
import { dateAndClock } from "../../words/time";
import { isBlank, whyNot, type Content } from "./rules";
import { Beside } from "./Beside";
import { Below, Bouncing } from "./Envelope";
import { Refusal } from "./Refusal";
import { Picker, useCanned, useColleagues } from "./Picker";
import { useDraft } from "./useDraft";
import { useMeanwhile } from "./useMeanwhile";
import { useSend, wasSlower, type Then } from "./useSend";
import { useEnterSends } from "./useSending";
import type { Attached } from "./uploads";
import { useUploads } from "./useUploads";

const loadEditor = () => import("../../ui/editor/Editor");
const Editor = lazy(loadEditor);
const Wording = lazy(() => import("./Wording"));

const typingEveryMs = 3_000;

const callOf = ({ mark, from, query }: Trigger) => `${mark}${from}${query}`;

interface Props {
  conversation: Conversation;
  me: string;
  /** Counts up when a command asks for the box, with the kind it asks for. */
  wish: { kind: Content["kind"]; count: number; text?: string };
  /** A message that was taken back, as the draft that it is again. */
  regained: Draft | null;
  /** The usual times to come back to a conversation. */
  laters: { name: string; until: Date }[];
}

/** Where the work is done. Nothing opens over the text, and nothing that was
 * typed is lost: not by sending, not by leaving, not by somebody else. */
export function Composer({ conversation, me, wish, regained, laters }: Props) {
  const { t, locale } = useWords();
  const live = useLive();
  const frame = useRef<HTMLElement>(null);
  const box = useRef<Handle | null>(null);
  const wanted = useRef(false);
  const picker = useRef<HTMLInputElement>(null);
  const draft = useDraft(conversation.id);
  const { send, sending, fault, forgive } = useSend(conversation);
  const advised = useRef<((event: KeyboardEvent) => boolean) | null>(null); // takes a key while advice stands above the box
  const swap = useCallback((piece: string, nth: number, by: string) => box.current?.swap(piece, nth, by), []);
  // `current` is what stands now, drawn or not: a file may arrive between a key and its drawing, and neither may be lost.
  const { content, latest: current, change, regain } = draft;
  const [dragging, setDragging] = useState(false);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [dismissed, setDismissed] = useState("");
  const [chosen, setChosen] = useState(0);
  const [eager, setEager] = useState(""); // chose before the list had answered: it takes the first that comes
  const [missed, setMissed] = useState<Fault | null>(null);
  const [unfilled, setUnfilled] = useState<{ names: string[]; then?: Then } | null>(null);
  const [wished, setWished] = useState<{ then?: Then } | null>(null); // sent before the files were up, or before the last one had arrived: it goes then
  const toldAt = useRef(0);
  const isNote = content.kind === "note";
  const byMail = conversation.channel.kind === "email" || conversation.channel.kind === "form";
  const meanwhile = useMeanwhile(conversation.id, me, !isNote && !isBlank(content));
  const [held, setHeld] = useState<Then>(undefined); // how it was to be sent when somebody was quicker
  const enterSends = useEnterSends(conversation.channel.kind === "webchat") && !isNote;

  const focus = useCallback(() => {
    wanted.current = box.current === null;
    box.current?.focus();
  }, []);
  const offered = useRef(""); // words that wait for their box
  const ready = useCallback((handle: Handle) => {
    box.current = handle;
    if (wanted.current) handle.focus();
    wanted.current = false;
    if (offered.current) handle.insert({ text: offered.current, html: "" });
    offered.current = "";
  }, []);

  // A picture goes among the words where they can carry it; a chat shows it below.
  const attach = useCallback((attachment: Attached) => {
    change({ ...current.current, attachments: [...current.current.attachments, attachment] });
    const amongWords = current.current.kind === "note" || conversation.channel.kind === "email";
    if (amongWords && /^image\/(png|jpeg|gif|webp|bmp)$/.test(attachment.type)) box.current?.picture(attachment.upload, attachment.name);
  }, [change, conversation.channel.kind, current]);
  const uploads = useUploads(attach);
  const { add } = uploads;

  const granted = useRef(0);
  useEffect(() => {
    if (wish.count === granted.current) return; // once each: focus must not be stolen later
    granted.current = wish.count;
    if (current.current.kind !== wish.kind) {
      box.current = null; // each kind has a box of its own
      change({ ...current.current, kind: wish.kind });
    }
    focus();
    if (!wish.text) return;
    if (box.current) box.current.insert({ text: wish.text, html: "" });
    else offered.current = wish.text;
  }, [change, current, focus, wish]);
  useEffect(() => {
    if (!regained) return;
    regain(regained);
    focus();
  }, [focus, regain, regained]);

  const refusal = whyNot(conversation, content.kind);
  useEffect(() => {
    const talk = frame.current?.parentElement; // files may be dropped anywhere on the conversation
    if (!talk || refusal) return;
    const over = (event: DragEvent) => { if (event.dataTransfer?.types.includes("Files")) { event.preventDefault(); setDragging(true); } };
    const leave = (event: DragEvent) => { if (!talk.contains(event.relatedTarget as Node | null)) setDragging(false); };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      setDragging(false);
      add([...event.dataTransfer.files]);
    };
    talk.addEventListener("dragover", over);
    talk.addEventListener("dragleave", leave);
    talk.addEventListener("drop", drop);
    return () => {
      talk.removeEventListener("dragover", over);
      talk.removeEventListener("dragleave", leave);
      talk.removeEventListener("drop", drop);
    };
  }, [add, refusal]);

  const maySend = !refusal && !isBlank(content) && !sending && !uploads.busy;
  const go = async (then?: Then, anyway?: "unfilled" | "quicker") => {
    setWished(!refusal && (uploads.busy || (sending && !isBlank(content))) ? { then } : null);
    if (!maySend) return;
    setHeld(then);
    if (meanwhile.who !== undefined && !isNote && anyway !== "quicker") return setWished(null); // said above the box
    const names = openVariables(content.text);
    if (names.length > 0 && !isNote && anyway !== "unfilled") {
      setUnfilled({ names, then });
      return;
    }
    setUnfilled(null);
    draft.depart();
    // Now and not later: whoever has left the box meanwhile is not called back. In a chat
    // the next line follows; after a note or a mail one goes on, and keys are keys again.
    const here = document.activeElement === document.body || frame.current?.contains(document.activeElement);
    const rest = isNote || byMail ? document.getElementById("thread") : null;
    if (here && rest) rest.focus();
    else if (here) box.current?.focus();
    if (await send(content, meanwhile.newest, then, anyway === "quicker")) await draft.clear();
    else {
      setWished(null);
      draft.comeBack();
      if (rest !== null && document.activeElement === rest) focus();
    }
  };
  useEffect(() => {
    if (!wished || uploads.busy || sending) return;
    if (uploads.uploading.length > 0) setWished(null); // a file that did not come is looked at first
    else void go(wished.then);
  });
  const type = (rich: Rich) => {
    const before = current.current;
    const shown = (each: Attached, html: string) => html.includes(`cid:${each.upload}"`);
    // A picture that was taken out of the words is not sent either.
    const attachments = before.attachments.filter((each) => !shown(each, before.html) || shown(each, rich.html));
    change({ ...before, ...rich, attachments });
    forgive();
    setMissed(null);
    setUnfilled(null);
    if (rich.text !== before.text) setWished(null);
    if (Date.now() - toldAt.current > typingEveryMs && content.kind === "reply") {
      toldAt.current = Date.now();
      live.typing(conversation.id);
    }
  };

  // What is called for: canned replies by a slash, colleagues by an @ in a note.
  const called = trigger && `${trigger.mark}${trigger.from}` !== dismissed && (trigger.mark === "/" || isNote) ? trigger : null;
  const insertCanned = (canned: CannedReply) => {
    const at = called ?? undefined;
    setTrigger(null);
    api.cannedReplies.render(conversation.id, canned.id).then((words) => box.current?.insert(words, at), (cause: unknown) => setMissed(asFault(cause)));
  };
  const calling = useRef(called);
  useEffect(() => { calling.current = called; });
  const name = useCallback((who: string, words: string) => {
    const at = calling.current;
    setTrigger(null);
    if (at) box.current?.mention(who, words, at);
  }, []);
  const canned = useCanned(called?.mark === "/" ? called.query : null, insertCanned);
  const colleagues = useColleagues(called?.mark === "@" ? called.query : null, name);
  const list = called?.mark === "/" ? canned : colleagues;
  const choice = Math.min(chosen, Math.max(0, list.choices.length - 1));
  const settled = !list.pending && !list.stale;
  useEffect(() => {
    if (!called || eager !== callOf(called) || !settled) return;
    setEager("");
    list.choices[0]?.pick();
  });
  const pressed = (event: KeyboardEvent): boolean => {
    if (called) {
      if (event.key === "ArrowDown") setChosen((choice + 1) % Math.max(1, list.choices.length));
      else if (event.key === "ArrowUp") setChosen((choice - 1 + list.choices.length) % Math.max(1, list.choices.length));
      else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && !settled) setEager(callOf(called));
      else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && list.choices.length > 0) list.choices[choice]!.pick();
      else if (event.key === "Escape") setDismissed(`${called.mark}${called.from}`);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    }
    if (advised.current?.(event)) {
      event.preventDefault();
      event.stopPropagation();
      return true;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void go(event.shiftKey && content.kind === "reply" ? { state: "resolved" } : undefined);
      return true;
    }
    if (event.key === "Enter" && enterSends && !event.shiftKey) {
      void go();
      return true;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      (document.activeElement as HTMLElement | null)?.blur();
      return true;
    }
    return false;
  };
  const notice = useCallback((next: Trigger | null) => {
    setTrigger((old) => (old?.mark === next?.mark && old?.from === next?.from && old?.query === next?.query ? old : next));
    setEager((old) => (next && old === callOf(next) ? old : ""));
    if (!next) setDismissed("");
    else setChosen(0);
  }, []);
  const urlOf = useCallback((cid: string) => current.current.attachments.find((each) => each.upload === cid)?.url, [current]);
  const turn = (kind: Content["kind"]) => {
    box.current = null;
    change({ ...content, kind });
  };
  const otherWays: MenuProps["items"] = [
    ...(conversation.can.resolve || conversation.state === "resolved" ? [{ key: "resolve", label: t("composer.sendAndResolve") }] : []),
    ...(conversation.can.snooze ? [{ key: "snooze", label: t("composer.sendAndSnooze"), children: laters.map((each) => ({ key: each.name, label: <span className="menu-pair">{t(`snooze.${each.name}`)}<em className="num">{dateAndClock(locale, each.until.toISOString(), Date.now())}</em></span> })) }] : []),
  ];
  const slower = !isNote && (meanwhile.who !== undefined || (fault !== null && wasSlower(fault)));
  const heed = () => {
    meanwhile.heed();
    forgive();
  };
  const listed = content.attachments.filter((each) => !content.html.includes(`cid:${each.upload}"`));
  const kinds = ["reply", "note"] as const;

  return (
    <section
      ref={frame} className={`composer${isNote ? " is-note" : ""}${dragging ? " is-dragging" : ""}`} aria-label={t("composer.label")}
      onPointerEnter={() => void loadEditor()}
    >
      {called && !refusal && (
        <Picker
          id="composer-picker" label={t(called.mark === "/" ? "composer.cannedReplies" : "composer.colleagues")} choices={list.choices} chosen={choice} onChosen={setChosen}
          empty={t(list.pending ? "face.loading" : called.mark === "/" ? "composer.noCanned" : "composer.noColleague")}
        />
      )}
      <div className="composer-top">
        <div role="tablist" aria-label={t("composer.kind")} className="composer-tabs">
          {kinds.map((kind) => (
            <button
              key={kind} type="button" role="tab" id={`composer-tab-${kind}`} aria-controls="composer-panel" aria-selected={content.kind === kind} tabIndex={content.kind === kind ? 0 : -1}
              onClick={() => { if (kind !== content.kind) turn(kind); focus(); }}
              onKeyDown={(event) => {
                if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
                const other = kind === "reply" ? "note" : "reply";
                turn(other);
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
      {slower && (
        <div className="strip is-warn" role="alert">
          <span>{fault && wasSlower(fault) ? faultWords(t, fault) : t("composer.meanwhile", { who: meanwhile.who })}</span>
          <Button size="small" onClick={() => { heed(); focus(); }}>{t("composer.lookFirst")}</Button>
          <Button size="small" danger disabled={!maySend} onClick={() => { heed(); void go(held, "quicker"); }}>{t("composer.sendAnyway")}</Button>
        </div>
      )}
      {fault && !wasSlower(fault) && <div className="strip is-bad" role="alert"><span>{t("composer.notSent", { why: faultWords(t, fault) })}</span></div>}
      {missed && <div className="strip is-bad" role="alert"><span>{faultWords(t, missed)}</span></div>}
      {!isNote && !refusal && <Bouncing conversation={conversation.id} byMail={byMail} />}
      {unfilled && (
        <div className="strip is-warn" role="alert">
          <span>{t("composer.unfilled", { names: unfilled.names.join(t("list.and")) })}</span>
          <Button size="small" onClick={() => { setUnfilled(null); focus(); }}>{t("composer.fillFirst")}</Button>
          <Button size="small" danger onClick={() => void go(unfilled.then, "unfilled")}>{t("composer.sendAnyway")}</Button>
        </div>
      )}
      {!isNote && !refusal && content.text.trim() !== "" && <Suspense fallback={null}><Wording conversation={conversation.id} text={content.text} swap={swap} keys={advised} /></Suspense>}
      <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-tab-${content.kind}`}>
        {refusal ? <Refusal why={refusal} conversation={conversation} /> : (
          <Suspense fallback={<div className="composer-text" />}>
            <Editor
              key={content.kind} value={content} label={t(isNote ? "composer.noteLabel" : "composer.replyLabel")}
              placeholder={t(isNote ? "composer.notePlaceholder" : "composer.replyPlaceholder", { name: conversation.contact.name || t("contact.nameless") })}
              onChange={type} onReady={ready} onTrigger={notice} onKey={pressed} onFiles={uploads.add} urlOf={urlOf}
              listbox={called && { id: "composer-picker", active: `composer-picker-${choice}` }}
              tools={(
                <>
                  <Tooltip mouseEnterDelay={0.5} title={t("composer.attachHint")}>
                    <Button size="small" type="text" icon={<PaperClipOutlined aria-hidden />} aria-label={t("composer.attach")} onClick={() => picker.current?.click()} />
                  </Tooltip>
                  <Tooltip mouseEnterDelay={0.5} title={<span className="tip">{t("composer.cannedReplies")}<Keys keys="/" /></span>}>
                    <Button size="small" type="text" icon={<SnippetsOutlined aria-hidden />} aria-label={t("composer.cannedReplies")} onMouseDown={(event) => event.preventDefault()} onClick={() => box.current?.insert({ text: content.text.trim() && !/\s$/.test(content.text) ? " /" : "/", html: "" })} />
                  </Tooltip>
                </>
              )}
            />
          </Suspense>
        )}
      </div>
      {!isNote && !refusal && <Below conversation={conversation.id} byMail={byMail} />}
      {(listed.length > 0 || uploads.uploading.length > 0) && (
        <ul className="composer-files" aria-label={t("composer.files")}>
          {listed.map((each) => (
            <li key={each.upload} className="file">
              <FileOutlined aria-hidden /><span className="file-name">{each.name || t("file.nameless")}</span>{each.size > 0 && <span className="file-size num">{fileSize(each.size)}</span>}
              <button type="button" aria-label={t("file.remove", { name: each.name || t("file.nameless") })} onClick={() => change({ ...content, attachments: content.attachments.filter((other) => other.upload !== each.upload) })}><CloseOutlined aria-hidden /></button>
            </li>
          ))}
          {uploads.uploading.map((each) => (
            <li key={each.key} className={each.fault ? "file is-bad" : "file"}>
              {each.fault ? <FileOutlined aria-hidden /> : <LoadingOutlined aria-hidden />}<span className="file-name">{each.name}</span>
              {each.fault ? <span>{faultWords(t, each.fault)}</span> : <progress className="file-progress" value={each.share} aria-label={t("file.share", { name: each.name })} />}
              <button type="button" aria-label={t("file.remove", { name: each.name })} onClick={() => uploads.forget(each.key)}><CloseOutlined aria-hidden /></button>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-foot">
        <input ref={picker} type="file" multiple hidden aria-hidden tabIndex={-1} onChange={(event) => { uploads.add([...(event.target.files ?? [])]); event.target.value = ""; }} />
        <span className="composer-state" aria-live="polite">{t(wished && uploads.busy ? "composer.afterFiles" : `draft.${draft.state}`)}</span>
        {!refusal && (
          <>
            <span className="composer-key"><Keys keys={enterSends ? "Enter" : "mod+Enter"} /></span>
            <Space.Compact>
              <Button type="primary" icon={<SendOutlined aria-hidden />} loading={sending} disabled={!maySend} aria-keyshortcuts="Control+Enter" onClick={() => void go()}>{t(isNote ? "composer.saveNote" : "composer.send")}</Button>
              {!isNote && otherWays.length > 0 && (
                <Dropdown
                  trigger={["click"]} placement="topRight" disabled={!maySend}
                  menu={{ items: otherWays, onClick: ({ key }) => void go(key === "resolve" ? { state: "resolved" } : { state: "snoozed", snoozed_until: laters.find((each) => each.name === key)!.until.toISOString() }) }}
                >
                  <Button type="primary" icon={<DownOutlined aria-hidden />} disabled={!maySend} aria-label={t("composer.otherWays")} />
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
