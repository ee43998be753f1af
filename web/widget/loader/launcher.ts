// The button and the place for the frame, in a shadow root so that neither the
// page's style nor ours leaks into the other.

import css from "./launcher.css?inline";
import en from "../words/loader.en.json";
import zh from "../words/loader.zh-CN.json";
import { onColour, readColour } from "../shared/colour";
import { fill, type Locale } from "../shared/locale";

const chatIcon = "M12 4c-4.7 0-8.5 3.1-8.5 7 0 2.2 1.2 4.1 3.1 5.4-.1 1.1-.6 2.2-1.5 3.1 1.7-.1 3.2-.7 4.3-1.7.8.2 1.7.3 2.6.3 4.7 0 8.5-3.1 8.5-7S16.7 4 12 4z";
const closeIcon = "M6 6l12 12M18 6L6 18";

export type Look = { theme: string; position: string; radius: number; launcher: Record<string, string> };

export class Launcher {
  readonly #host = document.createElement("div");
  readonly #root = this.#host.attachShadow({ mode: "open" });
  readonly #button = element("button", "launcher");
  readonly #panel = element("div", "panel");
  readonly #badge = element("span", "badge");
  readonly #text = element("span", "text");
  #look: Partial<Look> = {};
  readonly #path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  #words = en;
  #title = "";
  #unread = 0;
  #open = false;

  constructor(onPress: () => void) {
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    icon.append(this.#path);
    this.#button.append(icon, this.#text, this.#badge);
    this.#button.setAttribute("aria-controls", "panel");
    this.#button.onclick = onPress;
    this.#panel.id = "panel";
    this.#panel.setAttribute("role", "dialog");
    dress(this.#root);
    this.#root.append(this.#panel, this.#button);
    this.colour("");
    document.body.append(this.#host);
  }

  get panel(): HTMLElement {
    return this.#panel;
  }

  get words(): typeof en {
    return this.#words;
  }

  speak(locale: Locale): void {
    this.#words = locale === "zh-CN" ? zh : en;
    this.#host.lang = locale;
    this.#name();
  }

  /** What the owner has chosen; anything odd stays as it is without. */
  wear(look: Partial<Look>): void {
    this.#look = look;
    const host = this.#host;
    host.dataset.theme = String(look.theme);
    host.dataset.side = String(look.position);
    if (typeof look.radius === "number") host.style.setProperty("--radius", `${Math.min(32, Math.max(0, look.radius))}px`);
    this.#name();
  }

  title(title: string): void {
    this.#title = title;
    this.#name();
  }

  colour(raw: string): void {
    const colour = readColour(raw);
    this.#host.style.setProperty("--brand", colour);
    this.#host.style.setProperty("--on-brand", onColour(colour));
  }

  unread(count: number): void {
    this.#unread = count;
    this.#name();
  }

  show(open: boolean, phone: boolean): void {
    this.#open = open;
    this.#panel.classList.toggle("open", open);
    this.#panel.classList.toggle("phone", phone);
    this.#panel.setAttribute("aria-modal", String(open && phone));
    this.#button.classList.toggle("behind", open && phone);
    this.#name();
  }

  focus(): void {
    this.#button.focus();
  }

  /** Says in the panel why there is no chat. */
  explain(sentence: string): void {
    const card = element("p", "card");
    card.setAttribute("role", "alert");
    card.textContent = sentence;
    this.#panel.replaceChildren(card);
  }

  #name(): void {
    const count = this.#open ? 0 : this.#unread;
    const does = this.#open ? this.#words.close : this.#words.open;
    const label = count ? `${does} (${fill(this.#words.unread, { count })})` : does;
    this.#button.setAttribute("aria-label", label);
    this.#button.setAttribute("aria-expanded", String(this.#open));
    this.#path.setAttribute("d", this.#open ? closeIcon : chatIcon);
    this.#badge.textContent = count ? (count > 99 ? "99+" : String(count)) : "";
    this.#text.textContent = (!this.#open && this.#look.launcher?.[this.#host.lang]) || "";
    const title = this.#title || this.#words.title;
    this.#panel.setAttribute("aria-label", title);
    this.#panel.querySelector("iframe")?.setAttribute("title", title);
  }
}

/** A constructed sheet passes also where the page's policy forbids inline style. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = css;
    root.append(style);
  }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  if (made instanceof HTMLButtonElement) made.type = "button";
  return made;
}
