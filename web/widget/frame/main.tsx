// The chat inside its frame, served by the desk at /widget/frame?channel=KEY.

import { render } from "preact";
import { Api } from "./api";
import { App, type Attention } from "./App";
import { Chat } from "./chat";
import { findHome, type Home } from "./home";
import { inkOn, onColour, readColour } from "../shared/colour";
import "./style.css";

const key = /^\/chat\/([^/]+)/.exec(location.pathname)?.[1] ?? new URLSearchParams(location.search).get("channel") ?? "";
const api = new Api(location.origin, key);
const home = findHome(key);
const chat = new Chat(api, home);

paint("");
chat.listen(() => {
  paint(chat.state.face?.colour ?? "");
  const theme = chat.state.face?.look.theme ?? "auto";
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});
const attention = watchAttention(home, chat);
render(<App chat={chat} api={api} attention={attention} />, document.getElementById("chat") as HTMLElement);
chat.rang = () => !(attention.on && chat.state.open) && chime();
chat.start();

window.addEventListener("online", () => chat.line.retry());
window.addEventListener("offline", () => chat.line.lost());
window.addEventListener("pagehide", () => chat.line.stop());
window.addEventListener("pageshow", (event) => event.persisted && chat.line.start());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !chat.line.ready && chat.line.retry());

/** Two soft notes. Where the browser wants a gesture first, silence. */
function chime(): void {
  try {
    const audio = new AudioContext();
    const volume = audio.createGain();
    volume.connect(audio.destination);
    volume.gain.setValueAtTime(0.06, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.45);
    [660, 880].forEach((hertz, i) => {
      const note = audio.createOscillator();
      note.frequency.value = hertz;
      note.connect(volume);
      note.start(audio.currentTime + i * 0.12);
      note.stop(audio.currentTime + 0.45);
      if (i) note.onended = () => void audio.close();
    });
  } catch {
    // no sound is no loss: the badge says it too
  }
}

/** Ink has to be read on a bubble (--bubble-them of either theme), which is harder than on paper. */
function paint(raw: string): void {
  const colour = readColour(raw);
  const root = document.documentElement.style;
  if (root.getPropertyValue("--brand") === colour) return;
  root.setProperty("--brand", colour);
  root.setProperty("--on-brand", onColour(colour));
  root.setProperty("--brand-ink-light", inkOn(colour, "#f1f4f4"));
  root.setProperty("--brand-ink-dark", inkOn(colour, "#202929"));
}

/** Attention: this tab is in front, and the focus is in the chat or on the page around it. */
function watchAttention(home: Home, chat: Chat): Attention {
  const listeners = new Set<() => void>();
  const attention: Attention = {
    on: false,
    listen(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  let page = false;
  const look = () => {
    const on = document.visibilityState === "visible" && (page || document.hasFocus());
    if (on === attention.on) return;
    attention.on = on;
    for (const changed of listeners) changed();
  };
  home.listen((word) => {
    if (word.t !== "attention") return;
    page = word.on;
    look();
  });
  const changed = () => {
    look();
    chat.askAttention();
  };
  for (const name of ["focus", "blur"]) window.addEventListener(name, changed);
  document.addEventListener("visibilitychange", changed);
  look();
  return attention;
}
