import { DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { Button } from "antd";
import { lazy, type KeyboardEvent, type ReactNode, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { api, asFault, isDenied, type Conversation, type Draft, type Message } from "../../api";
import { offer } from "../../commands/command";
import { useOffers } from "../../commands/registry";
import { isTyping } from "../../commands/shortcuts";
import { keys, useOthers } from "../../live";
import { useMe } from "../../live/me";
import { useVerb } from "../../live/verb";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { day, sameDay } from "../../words/time";
import { Bubble } from "./Bubble";
import { rewriteNote, unmask, withdraw } from "./commands";
import { continues, heightOf } from "./rules";
import { SystemLine } from "./SystemLine";
import { useSeen } from "./useSeen";
import { useThread } from "./useThread";

const FindBar = lazy(() => import("./FindBar"));

/** So near to the end counts as being there. */
const nearPx = 120;
/** Earlier messages are fetched when the first of those at hand comes so near. */
const fetchPx = 600;
/** A conversation as short as this is drawn whole. */
const short = 60;
/** How many messages are loaded at most to reach one that was found. */
const searchedBack = 10_000;

interface Props {
  conversation: Conversation;
  me: string;
  found?: string;
  onRegained: (draft: Draft) => void;
  /** Where a note is written anew. */
  rewrite: (message: Message, close: () => void) => ReactNode;
  /** While messages are chosen: which are, and what a click does. */
  picked?: ReadonlySet<string>;
  onPick?: (message: string) => void;
}

export function ThreadView(props: Props) {
  const { t } = useWords();
  const thread = useThread(props.conversation.id);
  const { query } = thread;
  if (query.isPending) return <div className="thread"><div className="thread-inner"><Shimmer rows={6} height={48} gap={20} /></div></div>;
  if (query.isError && !query.data) {
    return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} what={t("thread.broken")} />;
  }
  if (query.data.messages.length === 0) return <Empty title={t("thread.empty")} why={t("thread.emptyWhy")} />;
  return <Messages {...props} thread={thread} loaded={query.data.messages} more={query.data.older !== ""} />;
}

/** The messages, newest at the bottom; of a long conversation only those near the
 * view are drawn. News scrolls into view only for those who are already there;
 * readers of older lines are told how much stands below. */
function Messages({ conversation, me, found: asked = "", onRegained, rewrite, picked, onPick, thread: { older, loadingOlder }, loaded, more }: Props & { thread: ReturnType<typeof useThread>; loaded: Message[]; more: boolean }) {
  const { t, locale } = useWords();
  const now = useNow();
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // The first waits for the one before it: else it would change its shape, and move what is being read, when that comes.
  const messages = more && loaded.length > 1 ? loaded.slice(1) : loaded;
  const before = more && loaded.length > 1 ? loaded[0] : undefined;
  const lastId = messages.at(-1)?.id;
  useSeen(conversation, lastId);

  const links = useQuery({ queryKey: keys.links(conversation.id), queryFn: () => api.conversations.links(conversation.id), staleTime: 30_000 }).data;
  const strangers = useMemo(() => new Set(links?.strangers.map((each) => each.address)), [links]);
  const [rewriting, setRewriting] = useState("");
  const isMine = (message: Message) => conversation.can.note && rewriteNote.can({ message, me });
  const lastNote = messages.findLast(isMine);
  const verb = useVerb();
  const may = useMe().permissions.includes("personal.unmask");
  const [unmasking, setUnmasking] = useState("");
  const lastMasked = messages.findLast((message) => unmask.can({ message, may }));
  const lastHeld = messages.findLast((message) => withdraw.can({ message, me }));
  const takeBack = useCallback((message: Message) => verb(withdraw.run({ message, me }, onRegained)), [me, onRegained, verb]);
  const [finding, setFinding] = useState(false);
  const [hit, setHit] = useState<{ id: string; asked: string } | null>(null);
  const goTo = useCallback((id: string) => setHit({ id, asked }), [asked]);
  const isLong = more || messages.length > short;
  useOffers([
    offer(rewriteNote, lastNote && { message: lastNote, me }, setRewriting),
    offer(unmask, lastMasked && { message: lastMasked, may }, setUnmasking),
    offer(withdraw, lastHeld && { message: lastHeld, me }, onRegained, verb),
    // The browser looks through what is drawn; of a short conversation that is all.
    { name: "thread.find", keys: "mod+f", enabled: isLong, run: () => setFinding(true) },
  ]);

  // What somebody works in stays drawn, however far it is scrolled away.
  const [held, setHeld] = useState("");
  const virtual = useVirtualizer({
    count: messages.length, getScrollElement: () => scroll.current, getItemKey: (at) => messages[at]!.id,
    estimateSize: (at) => heightOf(messages[at]!), overscan: 10, paddingStart: 44, paddingEnd: 40,
    anchorTo: "end", followOnAppend: true, scrollEndThreshold: nearPx,
    rangeExtractor: (range: Range) => {
      if (messages.length <= short) return messages.map((_, at) => at);
      const kept = messages.flatMap(({ id }, at) => (id === rewriting || id === held ? [at] : []));
      return [...new Set([...defaultRangeExtractor(range), ...kept])].sort((a, b) => a - b);
    },
  });

  // What was found may stand further back than what is loaded.
  const target = useMemo(() => (hit?.asked === asked ? hit : { id: asked, asked }), [asked, hit]);
  const found = target.id;
  const foundAt = found ? messages.findIndex((each) => each.id === found) : -1;
  const mayStandBefore = found !== "" && foundAt < 0 && more && loaded.length < searchedBack;
  useEffect(() => {
    if (mayStandBefore && !loadingOlder) void older(200);
  }, [mayStandBefore, loadingOlder, older]);

  const shown = useRef<{ id: string } | null>(null); // what the view was brought to: once, later it is the reader's
  useLayoutEffect(() => {
    if (foundAt >= 0 && shown.current !== target) {
      shown.current = target;
      atEnd.current = false;
      virtual.scrollToIndex(foundAt, { align: "center" });
    } else if (shown.current === null) {
      shown.current = { id: "" };
      virtual.scrollToEnd();
    }
  }, [target, foundAt, virtual]);

  const [unseen, setUnseen] = useState(0);
  const [heard, setHeard] = useState("");
  const known = useRef(lastId);
  useLayoutEffect(() => {
    if (known.current === lastId) return;
    const from = messages.findIndex((each) => each.id === known.current);
    const fresh = from < 0 ? messages.slice(-1) : messages.slice(from + 1);
    known.current = lastId;
    if (!atEnd.current) setUnseen((n) => n + fresh.length);
    const last = fresh.findLast((each) => each.kind !== "system" && each.author.id !== me);
    if (last) setHeard(`${t(`message.by.${last.kind}`, { name: last.author.name || t("contact.nameless") })} ${last.text.slice(0, 300)}`);
  }, [lastId, me, messages, t]);

  const toEnd = useCallback(() => {
    atEnd.current = true;
    setUnseen(0);
    virtual.scrollToEnd();
  }, [virtual]);
  // The box of the reply grows and takes room from the thread.
  useEffect(() => {
    const watch = new ResizeObserver(() => { if (atEnd.current) virtual.scrollToEnd(); });
    if (scroll.current) watch.observe(scroll.current);
    return () => watch.disconnect();
  }, [virtual]);

  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    if ((event.key !== "End" && event.key !== "Home") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target)) return;
    event.preventDefault();
    if (event.key === "End") toEnd();
    else virtual.scrollToOffset(0);
  };
  const whole = more ? Math.max(conversation.message_count, messages.length + 1) : messages.length;
  return (
    <div className="thread-frame">
      {finding && <Suspense fallback={null}><FindBar conversation={conversation.id} onHit={goTo} close={() => { setFinding(false); scroll.current?.focus(); }} /></Suspense>}
      <div
        className="thread" ref={scroll} tabIndex={0} role="log" aria-live="off" aria-busy={loadingOlder} aria-label={t("thread.label")} id="thread" onKeyDown={pressed}
        onFocus={(event) => setHeld(event.target.closest(".thread-row")?.getAttribute("data-id") ?? "")} onBlur={() => setHeld("")}
        onScroll={(event) => {
          const box = event.currentTarget;
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
          if (atEnd.current && unseen) setUnseen(0);
          if (box.scrollTop < fetchPx && more && !loadingOlder) void older();
        }}
      >
        <div className="thread-inner" style={{ height: virtual.getTotalSize() }}>
          {more && <Button size="small" type="text" className="thread-older" loading={loadingOlder} onClick={() => void older()}>{t("thread.older")}</Button>}
          {virtual.getVirtualItems().map((row) => {
            const message = messages[row.index]!;
            const last = messages[row.index - 1] ?? before;
            return (
              <div key={row.key} ref={virtual.measureElement} data-index={row.index} data-id={message.id} className="thread-row" style={{ top: row.start }}>
                {(!last || !sameDay(last.sent_at, message.sent_at)) && <div className="day" role="separator"><span>{day(t, locale, message.sent_at, now)}</span></div>}
                {message.origin && message.origin.id !== last?.origin?.id && <p className="from-half">{t("merge.cameFrom", { number: message.origin.number })}</p>}
                {message.kind === "system"
                  ? <SystemLine message={message} />
                  : (
                    <Picking message={message} picked={picked} onPick={onPick}>
                      <Bubble
                        message={message} place={whole - messages.length + row.index + 1} of={whole} continued={continues(last, message)} found={message.id === found} stranger={message.kind === "inbound" && strangers.has(message.from_address.toLowerCase())}
                        mine={isMine(message) || (message.kind === "reply" && message.author.id === me)} onWithdraw={takeBack} rewriting={message.id === rewriting ? rewrite(message, () => setRewriting("")) : undefined} onRewrite={setRewriting} unmasking={unmasking === message.id} onUnmask={setUnmasking}
                      />
                    </Picking>
                  )}
              </div>
            );
          })}
          <TypingLine conversation={conversation.id} />
        </div>
      </div>
      <p className="heard" role="status">{heard}</p>
      {unseen > 0 && <Button className="thread-news" size="small" type="primary" icon={<DownOutlined aria-hidden />} onClick={toEnd}>{t("thread.news", { count: unseen })}</Button>}
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
