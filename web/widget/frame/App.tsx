import type { ComponentType } from "preact";
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { Api } from "./api";
import { Attachments } from "./attached";
import type { Chat } from "./chat";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Log } from "./Log";
import { learn, type Say } from "./words";

export type Attention = { on: boolean; listen(changed: () => void): () => void };

export function App({ chat, api, attention }: { chat: Chat; api: Api; attention: Attention }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const files = useMemo(() => new Attachments(api, () => chat.token, () => redraw(undefined)), []);
  const [dragging, setDragging] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const { phase, open, locale } = chat.state;
  const [say, setSay] = useState<Say | null>(null);

  useEffect(() => chat.listen(() => redraw(undefined)), []);
  useEffect(() => attention.listen(() => redraw(undefined)), []);
  useEffect(() => {
    let wanted = true; // until another language is
    void learn(locale).then((words) => {
      if (!wanted) return;
      document.documentElement.lang = locale;
      setSay(() => words);
    });
    return () => void (wanted = false);
  }, [locale]);
  useEffect(() => {
    if (phase === "live") files.retryAll();
  }, [phase]);
  useEffect(() => {
    if (open) panel.current?.querySelector<HTMLElement>(chat.state.phone ? "h1" : "textarea")?.focus();
  }, [open, !say]);

  if (!say) return null;
  const closable = window.parent !== window;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing && closable) chat.close();
    if (event.key === "Tab" && chat.state.phone) keepInside(panel.current, event);
  };
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

  return (
    <div
      ref={panel}
      class="panel"
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => event.relatedTarget === null && setDragging(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragging(false);
        if (phase !== "closed") files.add(event.dataTransfer?.files ?? []);
      }}
    >
      <Header chat={chat} say={say} closable={closable} />
      {phase === "closed" ? <Closed code={chat.state.code} say={say} /> : <Log chat={chat} say={say} attention={attention} />}
      {phase === "live" && chat.state.thread.conversation?.relief && <Lazy key={locale} load={() => import("./Waiting").then((it) => it.load(locale))} chat={chat} api={api} />}
      {phase !== "closed" && <Foot chat={chat} files={files} say={say} />}
      {dragging && <div class="drop">{say("drop")}</div>}
    </div>
  );
}

/** Where one writes; before it the questions, or why one cannot write. */
function Foot({ chat, files, say }: { chat: Chat; files: Attachments; say: Say }) {
  const { face, person, guest, thread, box, asked, notice } = chat.state;
  if (face?.signed && !person && !guest) return <p class="banner" role="status">{say("sign_in")}</p>;
  const begun = thread.messages.length + box.length > 0 || thread.conversation !== null;
  if (face?.fields.length && !person && !guest && (box.some((parcel) => parcel.code === "visitor.answers_missing") || (!begun && !asked))) return <Lazy load={() => import("./Before").then((it) => it.Before)} chat={chat} say={say} />;
  return (
    <>
      {notice && <p class="banner" role="status">{say(notice)}</p>}
      <Composer chat={chat} files={files} say={say} />
    </>
  );
}

function Lazy<P extends object>({ load, ...rest }: { load: () => Promise<ComponentType<P>> } & P) {
  const [Part, setPart] = useState<{ it: ComponentType<P> } | null>(null);
  useEffect(() => void load().then((it) => setPart({ it })), []);
  return Part ? <Part.it {...(rest as unknown as P)} /> : null;
}

function Closed({ code, say }: { code: string; say: Say }) {
  const site = code === "widget.origin_not_allowed";
  return (
    <main class="closed" aria-live="assertive">
      <p>{say(site ? "refused_site" : "closed")}</p>
      <p class="soft">{say(site ? "refused_site_hint" : "closed_hint")}</p>
    </main>
  );
}

/** On a phone the chat covers the page, so the keyboard must not wander behind it. */
function keepInside(panel: HTMLElement | null, event: KeyboardEvent): void {
  const stops = [...(panel?.querySelectorAll<HTMLElement>("button:not(:disabled), textarea, a[href], input:not([type=file]), [tabindex='0']") ?? [])];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const onHeading = event.shiftKey && document.activeElement?.localName === "h1";
  if (document.activeElement !== edge && !onHeading) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
