// The frame and what passes between it and the page. The frame is fetched when
// the visitor opens the chat, or at once for somebody who has written before,
// so that an answer can knock.

import type { Launcher, Look } from "./launcher";
import { nothingClaimed, readToLoader, type Claimed, type Proof, type ToFrame, type ToLoader } from "../shared/bridge";
import { fill } from "../shared/locale";
import type { Shelf } from "../shared/shelf";

const answerWithinMs = 12_000;
const phoneWidth = matchMedia("(max-width: 480px), (max-height: 420px) and (pointer: coarse)");

export class Room {
  #frame: HTMLIFrameElement | undefined;
  #open = false;
  #loaded = false; // there is somebody to talk to
  #here = false; // and they have spoken
  #refused = false;
  #locale = "auto";
  #claimed: Claimed = nothingClaimed;
  #proof: Proof | null = null;
  #ticket = "";
  #unread = 0;
  #scroll = "";

  constructor(
    private readonly desk: string,
    private readonly key: string,
    private readonly shelf: Shelf,
    private readonly launcher: Launcher,
  ) {}

  begin(): void {
    window.addEventListener("message", (event) => this.#heard(event));
    this.shelf.watch((word) => this.#tell(word));
    for (const name of ["focus", "blur"]) window.addEventListener(name, () => this.#attention());
    document.addEventListener("visibilitychange", () => {
      this.#attention();
      this.#badge();
    });
    phoneWidth.addEventListener("change", () => this.#arrange());
    for (const name of ["resize", "scroll"]) window.visualViewport?.addEventListener(name, () => this.#fit());
    void this.#face();
    if (this.shelf.token || this.shelf.parcels.length > 0) this.#load();
  }

  setLocale(locale: string): void {
    this.#locale = locale;
    this.#tell({ t: "locale", locale });
  }

  identify(claimed: Claimed): void {
    this.#claimed = claimed;
    this.#tell({ t: "identify", claimed });
  }

  /** The site proves who its visitor is. The frame is fetched, so that an answer can knock. */
  prove(proof: Proof): void {
    this.#proof = proof;
    if (this.#loaded) this.#tell({ t: "prove", proof });
    else this.#load();
  }

  /** Signed out: nothing of the chat stays on this page. */
  reset(): void {
    this.#proof = null;
    this.#claimed = nothingClaimed;
    this.shelf.forget();
    this.shelf.empty();
    this.#unread = 0;
    this.launcher.unread(0);
    this.#badge();
    this.#tell({ t: "reset" });
  }

  resume(ticket: string): void {
    this.#ticket = ticket;
    if (this.#loaded) this.#tell({ t: "resume", ticket });
    this.show(true);
  }

  toggle(): void {
    this.show(!this.#open);
  }

  show(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    if (open) this.#load();
    this.#arrange();
    if (open) this.#frame?.focus();
    else this.launcher.focus();
    this.#attention();
  }

  /** The channel's colour and name, and whether this site may show it at all. */
  async #face(): Promise<void> {
    const answer = await fetch(`${this.desk}/v1/widget/${encodeURIComponent(this.key)}`, { credentials: "omit" }).catch(() => null);
    if (!answer) return; // the frame will say what is wrong
    const face = (await answer.json().catch(() => ({}))) as { colour?: unknown; look?: Partial<Look> };
    if (answer.status === 403) this.#refuse();
    else if (typeof face.colour === "string") this.launcher.colour(face.colour);
    if (face.look) this.launcher.wear(face.look);
  }

  #refuse(): void {
    this.#refused = true;
    const sentence = fill(this.launcher.words.refused, { site: location.origin });
    // eslint-disable-next-line no-console -- the one place where the site's owner will look
    console.warn(`Anlan: ${sentence}`);
    this.#frame?.remove();
    this.launcher.explain(sentence);
  }

  #load(): void {
    if (this.#frame || this.#refused) return;
    const frame = document.createElement("iframe");
    frame.allow = "clipboard-write";
    frame.onload = () => this.#hello();
    frame.src = `${this.desk}/widget/frame?channel=${encodeURIComponent(this.key)}`;
    this.#frame = frame;
    this.launcher.panel.replaceChildren(frame);
    this.launcher.title("");
    setTimeout(() => this.#silent(), answerWithinMs);
  }

  #silent(): void {
    if (this.#here || this.#refused) return;
    this.#loaded = false;
    this.#frame = undefined; // the next opening tries again
    this.launcher.explain(this.launcher.words.silent);
  }

  #hello(): void {
    this.#loaded = true;
    this.#tell({
      t: "hello",
      token: this.shelf.token,
      outbox: this.shelf.parcels,
      seen: this.shelf.seen,
      locale: this.#locale,
      page: location.origin + location.pathname, // the rest of an address may hold secrets
      open: this.#open,
      phone: phoneWidth.matches,
      claimed: this.#claimed,
      proof: this.#proof,
      ticket: this.#ticket,
    });
    this.#ticket = "";
    this.#attention();
  }

  #heard(event: MessageEvent): void {
    if (event.source !== this.#frame?.contentWindow || event.origin !== this.desk) return;
    const word = readToLoader(event.data);
    if (word) this.#obey(word);
  }

  #obey(word: ToLoader): void {
    this.#here = true;
    switch (word.t) {
      case "here":
        this.launcher.colour(word.colour);
        return this.launcher.title(word.title);
      case "keep":
        return this.#tell({ t: "token", token: this.shelf.keepToken(word.token, word.over) });
      case "parcel":
        return this.shelf.setParcel(word.id, word.value);
      case "forget":
        return this.shelf.forget();
      case "seen":
        return this.shelf.setSeen(word.upto);
      case "unread":
        this.#unread = word.count;
        this.launcher.unread(word.count);
        return this.#badge();
      case "attention":
        return this.#attention();
      case "close":
        return this.show(false);
    }
  }

  #attention(): void {
    this.#tell({ t: "attention", on: document.visibilityState === "visible" && document.hasFocus() });
  }

  /** "(2) " before the page's title while nobody is looking. */
  #badge(): void {
    const title = document.title.replace(/^\(\d+\) /, "");
    const wanted = this.#unread && document.visibilityState === "hidden" ? `(${this.#unread}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
  }

  #arrange(): void {
    const phone = phoneWidth.matches;
    this.launcher.show(this.#open, phone);
    this.#tell({ t: "open", open: this.#open, phone });
    this.#holdPage(this.#open && phone);
    this.#fit();
  }

  /** A page that scrolls behind a full-screen chat loses the reader's place. */
  #holdPage(hold: boolean): void {
    const style = document.documentElement.style;
    if (hold && !this.#scroll) {
      this.#scroll = style.overflow || "visible";
      style.overflow = "hidden";
    } else if (!hold && this.#scroll) {
      style.overflow = this.#scroll === "visible" ? "" : this.#scroll;
      this.#scroll = "";
    }
  }

  /** The keyboard of a phone shrinks only the visual viewport; the panel follows it. */
  #fit(): void {
    const view = window.visualViewport;
    const style = this.launcher.panel.style;
    const follow = this.#open && phoneWidth.matches && view && view.scale < 1.01;
    style.top = follow ? `${view.offsetTop}px` : "";
    style.height = follow ? `${view.height}px` : "";
  }

  #tell(word: ToFrame): void {
    if (this.#loaded) this.#frame?.contentWindow?.postMessage(word, this.desk);
  }
}
