import type { Locale, Words } from "../../words";
import { dateAndClock } from "../../words/time";

/** How often something was used, and when last. */
export function ago(t: Words, locale: Locale, { used_count: count, used_at: at }: { used_count: number; used_at: string | null }): string {
  return at ? t("wording.usedTimes", { count, when: dateAndClock(locale, at, Date.now()) }) : t("wording.unused");
}
