import chatEn from "../widget/words/chat.en.json";
import chatZh from "../widget/words/chat.zh-CN.json";
import loaderEn from "../widget/words/loader.en.json";
import loaderZh from "../widget/words/loader.zh-CN.json";
import waitingEn from "../widget/words/waiting.en.json";
import waitingZh from "../widget/words/waiting.zh-CN.json";
import deskEn from "../console/src/words/en.json";
import deskZh from "../console/src/words/zh-CN.json";

export type Locale = "zh-CN" | "en";
export const locales: Locale[] = ["zh-CN", "en"];

type Values = Record<string, string | number>;

/** What people read on the screen, by the keys under which the products keep it. */
export interface Words {
  desk(key: string, values?: Values): string;
  chat(key: string, values?: Values): string;
  loader(key: string, values?: Values): string;
  waiting(key: string, values?: Values): string;
}

export function wordsOf(locale: Locale): Words {
  const [desk, chat, loader, waiting] = locale === "en" ? [deskEn, chatEn, loaderEn, waitingEn] : [deskZh, chatZh, loaderZh, waitingZh];
  return {
    desk: (key, values) => filled(key.split(".").reduce<unknown>((tree, part) => (tree as Record<string, unknown> | undefined)?.[part], desk), key, values),
    chat: (key, values) => filled((chat as Record<string, string>)[key], key, values),
    loader: (key, values) => filled((loader as Record<string, string>)[key], key, values),
    waiting: (key, values) => filled((waiting as Record<string, string>)[key], key, values),
  };
}

function filled(text: unknown, key: string, values: Values = {}): string {
  if (typeof text !== "string") throw new Error(`there are no words for ${key}`);
  return text.replace(/\{\{?(\w+)\}?\}/g, (_found, name: string) => String(values[name] ?? ""));
}
