// Where the visitor's token and unsent messages live. Inside somebody else's
// page the browser denies us storage, so the loader keeps them in that page's
// own storage and we speak with it; opened as a page of its own, the frame
// keeps them itself. A partitioned cookie is the second home of the token.

import { nothingClaimed, readToFrame, type ToFrame, type ToLoader } from "../shared/bridge";
import { Shelf, takeTicket } from "../shared/shelf";

export type Home = {
  tell(word: ToLoader): void;
  listen(heard: (word: ToFrame) => void): void;
};

export function findHome(key: string): Home {
  return window.parent === window ? ownPage(key) : embedded(key);
}

/** The first hello from the parent window fixes whom we speak with. */
function embedded(key: string): Home {
  let page = "";
  return {
    tell(word) {
      if (word.t === "keep") keepCookie(key, word.token);
      if (word.t === "forget") keepCookie(key, "");
      if (page) window.parent.postMessage(word, page);
    },
    listen(heard) {
      window.addEventListener("message", (event) => {
        if (event.source !== window.parent || (page && event.origin !== page)) return;
        const word = readToFrame(event.data);
        if (!word || (!page && word.t !== "hello")) return;
        page = event.origin;
        heard(word.t === "hello" && !word.token ? { ...word, token: readCookie(key) } : word);
      });
    },
  };
}

/** Several may listen; the ticket leaves the address once and is every one's. */
function ownPage(key: string): Home {
  const shelf = new Shelf(key);
  const ticket = takeTicket();
  const listeners: ((word: ToFrame) => void)[] = [];
  const hear = (word: ToFrame) => {
    for (const heard of listeners) heard(word);
  };
  const title = document.title;
  shelf.watch(hear);
  return {
    tell(word) {
      if (word.t === "forget") shelf.forget();
      if (word.t === "keep") hear({ t: "token", token: shelf.keepToken(word.token, word.over) });
      if (word.t === "parcel") shelf.setParcel(word.id, word.value);
      if (word.t === "seen") shelf.setSeen(word.upto);
      if (word.t === "unread") document.title = word.count ? `(${word.count}) ${title}` : title;
    },
    listen(heard) {
      listeners.push(heard);
      heard({
        t: "hello",
        token: shelf.token,
        outbox: shelf.parcels,
        seen: shelf.seen,
        locale: "auto",
        page: "",
        open: true,
        phone: matchMedia("(pointer: coarse)").matches,
        claimed: nothingClaimed,
        proof: null,
        ticket,
      });
    },
  };
}

function cookieName(key: string): string {
  return `anlan_visitor_${key.replace(/[^\w-]/g, "")}`;
}

function keepCookie(key: string, token: string): void {
  try {
    document.cookie = `${cookieName(key)}=${encodeURIComponent(token)}; Path=/widget; Max-Age=31536000; SameSite=None; Secure; Partitioned`;
  } catch {
    // a sandboxed frame: the page's storage is home enough
  }
}

function readCookie(key: string): string {
  try {
    const wanted = cookieName(key) + "=";
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(wanted));
    return found ? decodeURIComponent(found.slice(wanted.length)) : "";
  } catch {
    return "";
  }
}
