import en from "../words/chat.en.json";
import zh from "../words/chat.zh-CN.json";
import { fill, type Locale } from "../shared/locale";

export type Word = keyof typeof en;

const all: Record<Locale, Record<Word, string>> = { en, "zh-CN": zh };

export type Say = (word: Word, values?: Record<string, string | number>) => string;

export function speak(locale: Locale): Say {
  return (word, values = {}) => fill(all[locale][word], values);
}

/** The sentence for a refusal code; codes we have no sentence for share one. */
export function refusal(code: string): Word {
  const word = `refused.${code}`;
  return word in en ? (word as Word) : "refused.other";
}
