// A small shop to try the chat in. It embeds the loader exactly as an owner's
// site would: with one script tag.

import en from "../words/shop.en.json";
import zh from "../words/shop.zh-CN.json";
import { chooseLocale, type Locale } from "../shared/locale";
import "./style.css";

let locale: Locale = chooseLocale("auto");
let key: string | null = null;

show();
void findChannel().then((found) => {
  key = found;
  show();
  if (found) embed(found);
});

async function findChannel(): Promise<string> {
  const asked = new URLSearchParams(location.search).get("channel");
  if (asked) return asked;
  const answer = await fetch("/v1/widget/default").catch(() => null);
  const found = answer?.ok ? ((await answer.json().catch(() => ({}))) as { key?: unknown }).key : "";
  return typeof found === "string" ? found : "";
}

function embed(channel: string): void {
  const script = document.createElement("script");
  script.async = true;
  script.src = "/widget.js";
  script.dataset.channel = channel;
  script.dataset.locale = "auto";
  document.head.append(script);
}

function show(): void {
  const words = locale === "zh-CN" ? zh : en;
  document.documentElement.lang = locale;
  document.title = words.shop;
  const shop = page(words);
  const old = document.querySelector(".shop");
  if (old) old.replaceWith(shop);
  else document.body.prepend(shop);
}

function page(words: typeof en): HTMLElement {
  return make("div", "shop", [
    make("p", key === "" ? "note missing" : "note", [key === "" ? words.no_channel : words.note]),
    make("header", "top", [make("strong", "", [words.shop]), nav(words), languageSwitch(words)]),
    make("main", "", [
      make("section", "hero", [make("h1", "", [words.headline]), make("p", "", [words.lead]), make("span", "button", [words.button])]),
      make("section", "goods", words.goods.map(good)),
    ]),
    make("footer", "", words.promises.map((promise) => make("span", "", [promise]))),
  ]);
}

function nav(words: typeof en): HTMLElement {
  return make("nav", "", words.nav.map((name) => make("span", "", [name])));
}

function good(item: (typeof en.goods)[number], i: number): HTMLElement {
  const picture = make("div", `picture leaf-${i + 1}`, []);
  return make("article", "", [picture, make("h2", "", [item.name]), make("p", "", [item.text]), make("p", "price", [item.price])]);
}

function languageSwitch(words: typeof en): HTMLElement {
  const button = make("button", "", [words.switch]);
  button.addEventListener("click", () => {
    locale = locale === "en" ? "zh-CN" : "en";
    show();
    window.anlan?.push(["locale", locale]);
  });
  return button;
}

function make(name: string, className: string, inside: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.append(...inside);
  return made;
}
