import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Attention } from "./App";
import { Bubble } from "./Bubble";
import type { Chat } from "./chat";
import { day } from "./dates";
import { Down } from "./Icons";
import { rows } from "./rows";
import { lines } from "./thread";
import type { Say } from "./words";

const nearBottomPx = 80;

export function Log({ chat, say, attention }: { chat: Chat; say: Say; attention: Attention }) {
  const { thread, box, face, locale, typing, phase, open, staffOnline } = chat.state;
  const shown = rows(lines(thread, box));
  const talk = thread.conversation;
  const log = useRef<HTMLDivElement>(null);
  const [atBottom, setAtBottom] = useState(true);
  const newest = shown.at(-1)?.line;
  const follow = atBottom || newest?.mine;

  const toBottom = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  useLayoutEffect(() => {
    if (follow) toBottom();
  }, [newest?.key, typing, open, shown.length, talk?.ahead]);
  useEffect(() => {
    const stay = new ResizeObserver(() => atBottom && toBottom());
    if (log.current) stay.observe(log.current);
    return () => stay.disconnect();
  }, [atBottom]);
  useEffect(() => {
    if (attention.on && open && atBottom) chat.saw();
  });

  const greeting = face?.greeting[locale] || say("greeting");
  const lastMine = shown.findLast((row) => row.line.mine)?.line.key;
  const onScroll = () => {
    const box = log.current;
    if (!box) return;
    setAtBottom(box.scrollHeight - box.scrollTop - box.clientHeight < nearBottomPx);
    if (box.scrollTop < nearBottomPx) void earlier(box);
  };
  const earlier = async (box: HTMLElement) => {
    const fromEnd = box.scrollHeight - box.scrollTop;
    await chat.loadEarlier();
    requestAnimationFrame(() => box.scrollTo({ top: box.scrollHeight - fromEnd })); // the reader's line stays where it was
  };

  return (
    <main class="middle">
      <div class="log" ref={log} role="log" aria-live="polite" aria-label={say("log")} tabIndex={0} onScroll={onScroll}>
        {face && !chat.state.earlier && (
          <div class="row theirs first last greeting">
            <div class="bubble">{greeting}</div>
          </div>
        )}
        {shown.map((row) => [
          row.day && <p class="day" key={row.day}><span>{day(row.day, new Date(), locale, say)}</span></p>,
          <Bubble key={row.line.key} row={row} chat={chat} say={say} stateShown={row.line.key === lastMine} onImage={() => atBottom && toBottom()} />,
        ])}
        {typing === "" && talk?.state === "resolved" && box.length === 0 && <p class="system">{say("resolved")}</p>}
        {staffOnline && !!talk?.ahead && <p class="system">{say("ahead", { n: talk.ahead > 50 ? "50+" : talk.ahead })}</p>}
        {staffOnline && talk?.minutes[1] !== undefined && <p class="system">{say("wait", { n: talk.minutes[0] === talk.minutes[1] ? talk.minutes[1] || "<1" : `${talk.minutes[0]}–${talk.minutes[1]}` })}</p>}
        {talk?.notice[locale] && <p class="system">{talk.notice[locale]}</p>}
        {typing !== "" && <Typing name={typing} say={say} />}
      </div>
      {!atBottom && newest && !newest.mine && (
        <button type="button" class="jump" onClick={toBottom}><Down /> {say("new_messages")}</button>
      )}
      {phase === "away" && <p class="banner" role="status">{say("offline")}</p>}
    </main>
  );
}

function Typing({ name, say }: { name: string; say: Say }) {
  return (
    <div class="row theirs first last typing">
      <div class="bubble">
        <span class="dots" aria-hidden="true"><i /><i /><i /></span>
        <span class="soft">{name.trim() ? say("typing", { name }) : say("typing_someone")}</span>
      </div>
    </div>
  );
}
