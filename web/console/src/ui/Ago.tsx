import { useWords } from "../words";
import { useNow } from "../words/now";
import { ago, exact } from "../words/time";

/** A moment: relative while it is near, exact when pointed at. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const { t, locale } = useWords();
  const now = useNow();
  return <time className={className ?? "num"} dateTime={at} title={exact(locale, at)}>{ago(t, locale, at, now)}</time>;
}
