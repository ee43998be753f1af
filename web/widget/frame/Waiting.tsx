// What whoever waits may do instead, fetched when their queue offers it. It brings
// its own words, so that nobody else's chat grows.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Refusal, type Api } from "./api";
import type { Chat } from "./chat";
import { uuid } from "./uuid";
import "./waiting.css";
import { fill, type Locale } from "../shared/locale";
import { readInstead, type Instead, type Window } from "../shared/instead";
import type en from "../words/waiting.en.json";

type Word = keyof typeof en;
type Say = (word: Word, values?: Record<string, string>) => string;
type Here = { chat: Chat; api: Api };

const shelves: Record<Locale, () => Promise<{ default: Record<Word, string> }>> = {
  en: () => import("../words/waiting.en.json"),
  "zh-CN": () => import("../words/waiting.zh-CN.json"),
};

/** The part with the words of a language; where they do not come, nothing is shown. */
export async function load(locale: Locale): Promise<ComponentType<Here>> {
  const { default: words } = await shelves[locale]();
  const say: Say = (word, values = {}) => fill(words[word], values);
  const wrong = (cause: unknown) => words[`wrong.${cause instanceof Refusal ? cause.code : ""}` as Word] ?? words["wrong.other"];
  return ({ chat, api }) => <Waiting chat={chat} api={api} say={say} wrong={wrong} />;
}

type Parts = Here & { say: Say; wrong: (cause: unknown) => string };

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Waiting(here: Parts) {
  const { chat, api, say, wrong } = here;
  const [it, setIt] = useState<Instead | null>(null);
  const [open, setOpen] = useState<"" | "call" | "message">("");
  const [fault, setFault] = useState("");
  const look = () => api.ask("GET", `/waiting?zone=${encodeURIComponent(zone)}`, chat.token).then((said) => setIt(readInstead(said)), () => undefined);
  useEffect(() => void look(), [chat.state.thread.conversation, chat.token]);
  const act = async (method: string, path: string, body?: object): Promise<void> => {
    setFault("");
    try {
      await api.ask(method, path, chat.token, body);
      setOpen("");
    } catch (cause) {
      setFault(wrong(cause));
    }
    await look();
  };
  if (!it || !(it.called || it.left || it.windows.length > 0 || it.message)) return null;
  const { locale } = chat.state;
  return (
    <section class="waiting" aria-label={say("title")}>
      {it.called && <Called it={it.called} locale={locale} say={say} undo={() => void act("DELETE", "/waiting/callback")} />}
      {it.left && <p role="status">{say("left")}</p>}
      {open === "call" && !it.called && <Call windows={it.windows} locale={locale} say={say} close={() => setOpen("")} ask={(body) => act("POST", "/waiting/callback", body)} />}
      {open === "message" && !it.left && <Leave chat={chat} known={it.email} say={say} close={() => setOpen("")} leave={(body) => act("POST", "/waiting/message", body)} />}
      {open === "" && !it.called && !it.left && (
        <>
          <h2>{say("title")}</h2>
          <div class="ways">
            {it.windows.length > 0 && <button type="button" onClick={() => setOpen("call")}>{say("call")}</button>}
            {it.message && <button type="button" onClick={() => setOpen("message")}>{say("message")}</button>}
          </div>
          <p class="soft">{say("kept")}</p>
        </>
      )}
      {fault && <p class="problem" role="alert">{fault}</p>}
    </section>
  );
}

function spoken(from: string, until: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).formatRange(new Date(from), new Date(until));
}

function Called({ it, locale, say, undo }: { it: NonNullable<Instead["called"]>; locale: Locale; say: Say; undo: () => void }) {
  const when = spoken(it.from, it.until, locale);
  return (
    <>
      <p role="status">{it.taken ? say("calling", { ends: it.ends }) : say(it.tried > 0 ? "tried" : "called", { ends: it.ends, when })}</p>
      <p class="soft">{say("stay")}</p>
      <div class="ways"><button type="button" onClick={undo}>{say("uncall")}</button></div>
    </>
  );
}

function Call({ windows, locale, say, close, ask }: { windows: Window[]; locale: Locale; say: Say; close: () => void; ask: (body: object) => Promise<void> }) {
  const [phone, setPhone] = useState("");
  const [n, setN] = useState(0);
  const clock = (at: string) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
  const chosen = windows[n] ?? windows[0];
  return (
    <form class="waiting-form" onSubmit={(event) => { event.preventDefault(); if (chosen) void ask({ phone, day: chosen.day, part: chosen.part, zone }); }}>
      <label>{say("phone")}<input class="entry" type="tel" autocomplete="tel" required maxLength={40} value={phone} ref={focus} onInput={(event) => setPhone(event.currentTarget.value)} /></label>
      <label>
        {say("when")}
        <select class="entry" value={String(n)} onChange={(event) => setN(Number(event.currentTarget.value))}>
          {windows.map((each, at) => <option key={at} value={String(at)}>{`${say(each.day)} ${say(each.part)} ${clock(each.from)}–${clock(each.until)}`}</option>)}
        </select>
      </label>
      <Foot say={say} go="ask" close={close} />
    </form>
  );
}

function Leave({ chat, known, say, close, leave }: { chat: Chat; known: string; say: Say; close: () => void; leave: (body: object) => Promise<void> }) {
  const [text, setText] = useState("");
  const [email, setEmail] = useState(known || chat.state.claimed.email);
  const [id] = useState(uuid); // the same for every try, so that it arrives once
  const go = () => {
    const now = new Date().toISOString();
    chat.identify({ email });
    return leave({ ...chat.state.claimed, id, text, email, sent_at: now, clock: now, locale: chat.state.locale });
  };
  return (
    <form class="waiting-form" noValidate onSubmit={(event) => { event.preventDefault(); void go(); }}>
      <label>{say("text")}<textarea class="entry" rows={3} required maxLength={10_000} value={text} ref={focus} onInput={(event) => setText(event.currentTarget.value)} /></label>
      {!known && <label>{say("email")}<input class="entry" type="email" autocomplete="email" required maxLength={320} value={email} onInput={(event) => setEmail(event.currentTarget.value)} /></label>}
      <p class="soft">{say("answer")}</p>
      <Foot say={say} go="leave" close={close} />
    </form>
  );
}

function Foot({ say, go, close }: { say: Say; go: Word; close: () => void }) {
  return (
    <div class="ways">
      <button type="submit" class="lead">{say(go)}</button>
      <button type="button" onClick={close}>{say("back")}</button>
    </div>
  );
}

function focus(box: HTMLElement | null): void {
  if (box && !box.dataset.seen) {
    box.dataset.seen = "1";
    box.focus();
  }
}
