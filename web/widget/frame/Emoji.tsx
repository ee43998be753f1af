// A small choice of emoji, found by words of either language. It is fetched when
// somebody opens it.

import { useEffect, useRef, useState } from "preact/hooks";
import emoji from "../words/emoji.json";
import "./emoji.css";
import type { Say } from "./words";
import type { Locale } from "../shared/locale";

type Group = { name: Record<Locale, string>; list: string };

// Each: the emoji, then its words in English and Chinese, parted by spaces.
const groups: Group[] = emoji;

const columns = 8;

type Props = { locale: Locale; say: Say; choose: (emoji: string) => void; close: () => void };

export function Emoji({ locale, say, choose, close }: Props) {
  const [sought, setSought] = useState("");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("input")?.focus(), []);
  const words = sought.trim().toLowerCase();
  const shown = groups
    .map(({ name, list }) => ({ name: name[locale], items: list.split("|").filter((item) => item.includes(words)) }))
    .filter(({ items }) => items.length > 0);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      return close();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const buttons = [...(box.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Enter" && at < 0) {
      event.preventDefault(); // in the search field: it would send the message
      return buttons[0]?.click();
    }
    if (!step || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (at >= 0 && at + step < 0) return box.current?.querySelector("input")?.focus();
    buttons[at < 0 ? 0 : Math.min(at + step, buttons.length - 1)]?.focus();
  };

  return (
    <div class="emoji" role="group" aria-label={say("emoji")} ref={box} onKeyDown={onKeyDown}>
      <input type="search" class="entry" value={sought} placeholder={say("emoji_search")} aria-label={say("emoji_search")} onInput={(event) => setSought(event.currentTarget.value)} />
      <div class="emoji-list">
        {shown.map(({ name, items }) => (
          <div key={name} role="group" aria-label={name}>
            <p class="soft" aria-hidden="true">{name}</p>
            {items.map((item) => {
              const [sign = "", ...names] = item.split(" ");
              return <button key={sign} type="button" aria-label={names.join(" ")} title={names.join(" ")} onClick={() => choose(sign)}>{sign}</button>;
            })}
          </div>
        ))}
        {shown.length === 0 && <p class="soft" role="status">{say("emoji_none")}</p>}
      </div>
    </div>
  );
}
