// What the chat says. A visitor reads one language, so only that one is fetched.

import type en from "../words/chat.en.json";
import { fill, type Locale } from "../shared/locale";

export type Word = keyof typeof en;

type Words = Record<Word, string>;

const shelves: Record<Locale, () => Promise<{ default: Words }>> = {
  en: () => import("../words/chat.en.json"),
  "zh-CN": () => import("../words/chat.zh-CN.json"),
};

const againMs = 3_000;

export type Say = (word: Word, values?: Record<string, string | number>) => string;

/** Fetches a language, and asks again for as long as the network is away. */
export async function learn(locale: Locale): Promise<Say> {
  for (;;) {
    try {
      const { default: words } = await shelves[locale]();
      return (word, values = {}) => fill(words[word] ?? "", values);
    } catch {
      await new Promise((later) => setTimeout(later, againMs));
    }
  }
}

/** The sentence for a refusal code; codes we have no sentence for share one. */
export function refusal(code: string, say: Say): string {
  return say(`refused.${code}` as Word) || say("refused.other");
}
