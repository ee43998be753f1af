interface Why { code: string; value?: string }
import type { Locale, Words } from "./index";

/** A reason for a person, in words. */
export function whyWords(t: Words, locale: Locale, { code, value = "" }: Why): string {
  return t(`why.${code}`, { value: code === "speaks" ? new Intl.DisplayNames([locale], { type: "language" }).of(value) ?? value : value });
}
