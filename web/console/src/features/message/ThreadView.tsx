import { DownOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Fragment, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { asFault, isDenied, type Conversation, type Draft, type Message } from "../../api";
import { offer } from "../../commands/command";
import { useOffers } from "../../commands/registry";
import { useOthers } from "../../live";
import { useVerb } from "../../live/verb";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { day, sameDay } from "../../words/time";
import { Bubble } from "./Bubble";
import { rewriteNote, withdraw } from "./commands";
import { continues } from "./rules";
import { SystemLine } from "./SystemLine";
import { useSeen } from "./useSeen";
import { useThread } from "./useThread";

const nearPx = 120;
/** How many messages are loaded at most to reach one that was found. */
const searchedBack = 2_000;

interface Props {
  conversation: Conversation;
  me: string;
  found?: string;
  onRegained: (draft: Draft) => void;
  /** While messages are chosen: which are, and what a click does. */
  picked?: ReadonlySet<string>;
  onPick?: (message: string) => void;
}

/** The messages, newest at the bottom. News scrolls into view only for those
 * who are already there; readers of older lines are told instead. */
export function ThreadView({ conversation, me, found = "", onRegained, picked, onPick }: Props) {
  const { t, locale } = useWords();
  const now = useNow();
  const { query, older, loadingOlder } = useThread(conversation.id);
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const heightBefore = useRef(0);
  const [unseen, setUnseen] = useState(false);
  const messages = query.data?.messages ?? [];
  const firstId = messages[0]?.id;
  const lastId = messages.at(-1)?.id;
  useSeen(conversation, lastId);

  const [rewriting, setRewriting] = useState("");
  const isMine = (message: Message) => conversation.can.note && rewriteNote.can({ message, me });
  const lastNote = messages.findLast(isMine);
  const verb = useVerb();
  const lastHeld = messages.findLast((message) => withdraw.can({ message, me }));
  const takeBack = useCallback((message: Message) => verb(withdraw.run({ message, me }, onRegained)), [me, onRegained, verb]);
  useOffers([
    offer(rewriteNote, lastNote && { message: lastNote, me }, setRewriting),
    offer(withdraw, lastHeld && { message: lastHeld, me }, onRegained, verb),
  ]);

  useLayoutEffect(() => {
    const box = scroll.current;
    if (box && heightBefore.current > 0) box.scrollTop += box.scrollHeight - heightBefore.current;
    heightBefore.current = 0;
  }, [firstId]);

  // What was found may stand further back than what is loaded.
  const isThere = messages.some((each) => each.id === found);
  const mayStandBefore = found !== "" && !isThere && Boolean(query.data?.older) && messages.length < searchedBack;
  useEffect(() => {
    if (mayStandBefore && !loadingOlder) void older();
  }, [mayStandBefore, loadingOlder, older]);

  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const target = found ? document.getElementById(`message-${found}`) : null;
    if (target) target.scrollIntoView({ block: "center" });
    else if (atEnd.current) box.scrollTop = box.scrollHeight;
    else setUnseen(true);
  }, [lastId, found, isThere, query.isPending]);

  // Pictures and mail frames grow after they are drawn.
  useEffect(() => {
    const box = scroll.current;
    const inner = box?.firstElementChild;
    if (!box || !inner) return;
    const watch = new ResizeObserver(() => { if (atEnd.current && !found) box.scrollTop = box.scrollHeight; });
    watch.observe(inner);
    watch.observe(box);
    return () => watch.disconnect();
  }, [found, query.isPending]);

  const toEnd = () => {
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
    setUnseen(false);
  };
  const moreOlder = () => {
    heightBefore.current = scroll.current?.scrollHeight ?? 0;
    void older();
  };

  if (query.isPending) return <div className="thread"><div className="thread-inner"><Shimmer rows={6} height={48} gap={20} /></div></div>;
  if (query.isError && !query.data) {
    return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} what={t("thread.broken")} />;
  }
  if (messages.length === 0) return <Empty title={t("thread.empty")} why={t("thread.emptyWhy")} />;
  return (
    <div className="thread-frame">
      <div
        className="thread" ref={scroll} tabIndex={0} role="log" aria-label={t("thread.label")} id="thread"
        onScroll={(event) => {
          const box = event.currentTarget;
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
          if (atEnd.current && unseen) setUnseen(false);
          if (box.scrollTop < nearPx && query.data?.older && !loadingOlder) moreOlder();
        }}
      >
        <div className="thread-inner">
          {query.data?.older && <Button size="small" type="text" className="thread-older" loading={loadingOlder} onClick={moreOlder}>{t("thread.older")}</Button>}
          {messages.map((message, at) => {
            const before = messages[at - 1];
            return (
              <Fragment key={message.id}>
                {(!before || !sameDay(before.sent_at, message.sent_at)) && <div className="day" role="separator"><span>{day(t, locale, message.sent_at, now)}</span></div>}
                {message.origin && message.origin.id !== before?.origin?.id && <p className="from-half">{t("merge.cameFrom", { number: message.origin.number })}</p>}
                {message.kind === "system"
                  ? <SystemLine message={message} />
                  : (
                    <Picking message={message} picked={picked} onPick={onPick}>
                      <Bubble message={message} continued={continues(before, message)} found={message.id === found} mine={isMine(message) || (message.kind === "reply" && message.author.id === me)} onWithdraw={takeBack} rewriting={message.id === rewriting} onRewrite={setRewriting} />
                    </Picking>
                  )}
              </Fragment>
            );
          })}
          <TypingLine conversation={conversation.id} />
        </div>
      </div>
      {unseen && <Button className="thread-news" size="small" type="primary" icon={<DownOutlined aria-hidden />} onClick={toEnd}>{t("thread.news")}</Button>}
    </div>
  );
}

interface Picks { message: Message; picked?: ReadonlySet<string>; onPick?: (message: string) => void; children: ReactNode }

/** A message that can be chosen, by a click on it or with the keyboard. */
function Picking({ message, picked, onPick, children }: Picks) {
  const { t } = useWords();
  if (!onPick) return children;
  const is = picked?.has(message.id) ?? false;
  return (
    <div className={`pick${is ? " is-picked" : ""}`} onClick={() => onPick(message.id)}>
      <input type="checkbox" checked={is} onClick={(event) => event.stopPropagation()} onChange={() => onPick(message.id)} aria-label={t("split.pick", { name: message.author.name || t("contact.nameless") })} />
      {children}
    </div>
  );
}

const nobody: never[] = [];

function TypingLine({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const typing = useOthers((others) => others.typing[conversation] ?? nobody);
  const customer = typing.find((each) => each.kind === "contact");
  return <p className="typing" aria-live="polite">{customer ? t("typing.contact", { name: customer.name || t("contact.nameless") }) : ""}</p>;
}
