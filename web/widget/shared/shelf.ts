// The page's own storage, one entry per parcel so that two tabs never overwrite
// each other's. Nothing is written before the visitor's first message. Where
// storage is denied everything still works until the page is closed.

import type { ToFrame } from "./bridge";

/** The ticket of a link in a mail. It leaves the address at once, so that nobody
 * passes it on with the page. */
export function takeTicket(): string {
  const found = /(?:^#|&)anlan-resume=([\w.-]+)/.exec(location.hash)?.[1] ?? "";
  if (found) history.replaceState(history.state, "", location.pathname + location.search);
  return found;
}

export class Shelf {
  readonly #memory = new Map<string, string>();

  constructor(private readonly key: string) {}

  get token(): string {
    return this.#get(this.#tokenAt);
  }

  /** Keeps the token, unless another tab was first: theirs then is the visitor's. */
  keepToken(token: string, over: boolean): string {
    if (over || !this.token) this.#set(this.#tokenAt, token);
    return this.token;
  }

  forget(): void {
    this.#set(this.#tokenAt, "");
    this.#set(this.#seenAt, "");
  }

  get seen(): string {
    return this.#get(this.#seenAt);
  }

  setSeen(upto: string): void {
    if (upto > this.seen) this.#set(this.#seenAt, upto);
  }

  get parcels(): string[] {
    return this.#names()
      .filter((name) => name.startsWith(this.#parcelAt))
      .map((name) => this.#get(name));
  }

  /** Lets go of all that waits to be sent. */
  empty(): void {
    for (const name of this.#names()) if (name.startsWith(this.#parcelAt)) this.#set(name, "");
  }

  setParcel(id: string, value: string): void {
    this.#set(this.#parcelAt + id, value);
  }

  /** Says what other tabs of this page change. */
  watch(changed: (word: ToFrame) => void): void {
    window.addEventListener("storage", (event) => {
      const name = event.key ?? "";
      const value = event.newValue ?? "";
      if (name === this.#tokenAt && value) changed({ t: "token", token: value });
      if (name === this.#seenAt && value) changed({ t: "seen", upto: value });
      if (name.startsWith(this.#parcelAt)) changed({ t: "parcel", id: name.slice(this.#parcelAt.length), value });
    });
  }

  get #tokenAt(): string {
    return `anlan.visitor.${this.key}`;
  }

  get #seenAt(): string {
    return `anlan.seen.${this.key}`;
  }

  get #parcelAt(): string {
    return `anlan.outbox.${this.key}.`;
  }

  #names(): string[] {
    try {
      return Object.keys(localStorage);
    } catch {
      return [...this.#memory.keys()];
    }
  }

  #get(name: string): string {
    try {
      return localStorage.getItem(name) ?? "";
    } catch {
      return this.#memory.get(name) ?? "";
    }
  }

  #set(name: string, value: string): void {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch {
      if (value) this.#memory.set(name, value);
      else this.#memory.delete(name);
    }
  }
}
