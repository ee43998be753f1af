// The one script tag on the owner's page: a button, and behind it the chat in
// a frame from the desk. It keeps what the browser denies to that frame (the
// visitor's token, unsent messages) and touches nothing else of the page.

import { Launcher } from "./launcher";
import { Room } from "./room";
import { chooseLocale } from "../shared/locale";
import { readClaimed, readProof } from "../shared/bridge";
import { Shelf, takeTicket } from "../shared/shelf";

type Command = [name: string, value?: unknown];
type Queue = { push(command: Command): unknown };

declare global {
  interface Window {
    anlan?: Queue | Command[];
    /** The same commands by name. */
    AnlanChat?: Record<"identify" | "reset" | "open" | "close" | "locale", (value?: unknown) => void>;
  }
}

const script = (document.currentScript ?? document.querySelector("script[data-channel][src*='widget.js']")) as HTMLScriptElement | null;
if (script && !(window.anlan && !Array.isArray(window.anlan))) begin(script);

function begin(script: HTMLScriptElement): void {
  const waiting = Array.isArray(window.anlan) ? window.anlan : [];
  const early: Command[] = [];
  let obey = (command: Command): void => {
    early.push(command);
  };
  const push = (...command: Command) => obey(command);
  window.anlan = { push: (command: Command) => obey(command) };
  window.AnlanChat = {
    identify: (value) => push("identify", value),
    reset: () => push("reset"),
    open: () => push("open"),
    close: () => push("close"),
    locale: (value) => push("locale", value),
  };
  whenBody(() => {
    obey = open(script);
    for (const command of [...waiting, ...early]) obey(command);
  });
}

function open(script: HTMLScriptElement): (command: Command) => void {
  const key = script.dataset.channel ?? "";
  const desk = new URL(script.src).origin;
  let locale = script.dataset.locale || "auto";
  const launcher = new Launcher(() => room.toggle());
  const room = new Room(desk, key, new Shelf(key), launcher);
  const speak = () => {
    launcher.speak(chooseLocale(locale));
    room.setLocale(locale);
  };
  speak();
  room.begin();
  const ticket = takeTicket();
  if (ticket) room.resume(ticket);

  return ([name, value]) => {
    if (name === "open" || name === "close") room.show(name === "open");
    if (name === "identify") {
      const proof = readProof(value);
      if (proof) room.prove(proof);
      else room.identify(readClaimed(value));
    }
    if (name === "reset") room.reset();
    if (name === "locale" && typeof value === "string") {
      locale = value;
      speak();
    }
  };
}

function whenBody(then: () => void): void {
  if (document.body) then();
  else document.addEventListener("DOMContentLoaded", then);
}
