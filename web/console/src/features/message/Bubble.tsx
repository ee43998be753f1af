import { DownloadOutlined, EditOutlined, RollbackOutlined, WarningFilled } from "@ant-design/icons";
import { skipToken, useQuery } from "@tanstack/react-query";
import { lazy, memo, Suspense, useCallback, useState, type ReactNode } from "react";
import { api, type Message } from "../../api";
import type { Unmasked } from "../../api/privacy";
import { keys } from "../../live";
import { Avatar } from "../../ui/Avatar";
import { RichText } from "../../ui/RichText";
import { useWords, wordy } from "../../words";
import { clock, exact } from "../../words/time";
import { Attachments } from "./Attachments";
import { AutoReplyLine } from "./AutoReplyLine";
import { Delivery } from "./Delivery";
import { looksReturned } from "./failure";
import { isEnclosed, linked, shown, split } from "./rules";
import { Sender } from "./Sender";
import { isDoubtful, isSecured } from "./trust";

const Doubts = lazy(() => import("./Doubts"));
const Invitation = lazy(() => import("./Invitation"));
const MailBody = lazy(() => import("./MailBody"));
const Secured = lazy(() => wordy(() => import("./Secured")));
const SecuredNotice = lazy(() => wordy(() => import("./Secured")).then((module) => ({ default: module.SecuredNotice })));
const Unmask = lazy(() => wordy(() => import("./Unmask")));
const Revisions = lazy(() => import("./Revisions"));

interface Props {
  message: Message;
  /** Which of how many it is, for those who hear only a part. */
  place: number;
  of: number;
  continued: boolean;
  found: boolean;
  /** Whoever wrote it takes no part in the conversation, as far as is known. */
  stranger: boolean;
  /** The reader wrote it. */
  mine: boolean;
  /** The reader is asked why they want to see what is hidden. */
  unmasking: boolean;
  onUnmask: (id: string) => void;
  /** While it is open for other words: where they are written. */
  rewriting?: ReactNode;
  /** Opens a note for other words. */
  onRewrite: (id: string) => void;
  /** Takes a reply of the reader back that has not left yet. */
  onWithdraw: (message: Message) => void;
}

/** One message: the customer left, we right, a note across on its own paper. */
export const Bubble = memo(function Bubble({ message: given, place, of, continued, found, stranger, mine, rewriting, onRewrite, onWithdraw, unmasking, onUnmask }: Props) {
  const { t, locale } = useWords();
  const clear = useQuery<Unmasked | null>({ queryKey: keys.unmasked(given.id), queryFn: skipToken, staleTime: Infinity }).data;
  const message = clear?.message ?? given;
  const [whole, setWhole] = useState(false);
  const [past, setPast] = useState(false);
  const body = shown(message);
  const side = message.kind === "inbound" ? "them" : message.kind === "note" ? "note" : "us";
  const name = message.automatic ? t("autoReply.author") : message.author.name || t("contact.nameless");
  const ours = message.kind !== "inbound" && message.html !== "";
  const urlOf = useCallback((cid: string) => message.attachments.find((each) => each.content_id === cid)?.url, [message.attachments]);
  const laidOut = !ours && message.html !== "" && (whole || body.laidOut);
  return (
    <article className={`bubble is-${side}${continued ? " is-continued" : ""}${found ? " is-found" : ""}${laidOut ? " is-wide" : ""}`} id={`message-${message.id}`} aria-label={t(`message.by.${message.kind}`, { name })} aria-posinset={place} aria-setsize={of}>
      {side !== "note" && <div className="bubble-face">{!continued && <Avatar name={name} size={28} />}</div>}
      <div className="bubble-main">
        {(!continued || side === "note") && (
          <header className="bubble-head">
            {side === "note" && <EditOutlined aria-hidden />}
            <b>{name}</b>
            {stranger && <span className="bubble-note bubble-stranger" title={message.from_address}>{message.from_address} · {t("stranger.mark")}</span>}
            {side === "note" && <span className="bubble-note">{message.whisper_to ? t("message.whisperMark", { who: message.whisper_to.name }) : t("message.noteMark")}</span>}
            <time className="num" dateTime={message.sent_at} title={exact(locale, message.sent_at)}>{clock(locale, message.sent_at)}</time>
            {message.trust && <Sender trust={message.trust} />}
            {message.trust && isSecured(message.trust) && <Suspense fallback={null}><Secured message={message} trust={message.trust} /></Suspense>}
            {message.revisions > 0 && <button type="button" className="bubble-act" title={t("message.revisedHint", { count: message.revisions })} onClick={() => setPast(true)}>{t("message.revised")}</button>}
            {mine && message.kind === "note" && !rewriting && <button type="button" className="bubble-act is-shy" aria-keyshortcuts="w" onClick={() => onRewrite(message.id)}>{t("message.rewrite")}</button>}
          </header>
        )}
        <div className="bubble-body">
          {message.unreadable && (
            <p className="unreadable"><WarningFilled aria-hidden /> {t("message.unreadable")} {t("message.unreadableTodo")} <a href={api.messages.rawUrl(message.id)} download>{t("mail.raw")}</a></p>
          )}
          {message.trust && (isDoubtful(message) || message.trust.warnings.length > 0) && <Suspense fallback={null}><Doubts message={message} trust={message.trust} /></Suspense>}
          {message.trust && isSecured(message.trust) && <Suspense fallback={null}><SecuredNotice message={message} trust={message.trust} /></Suspense>}
          {message.invitations?.map((each) => <Suspense key={each.place} fallback={null}><Invitation message={message} event={each} /></Suspense>)}
          {looksReturned(message) && <p className="unreadable"><RollbackOutlined aria-hidden /> {t("message.returned")} {t("message.returnedTodo")}</p>}
          {rewriting ? <Suspense fallback={<p className="bubble-text">{message.text}</p>}>{rewriting}</Suspense>
            : ours ? <RichText html={message.html} urlOf={urlOf} />
            : laidOut ? <Suspense fallback={<p className="bubble-text">{body.text}</p>}><MailBody message={message} /></Suspense> : <Text text={whole ? message.text : body.text} masked={message.masked} />}
          {body.hasWhole && !ours && (
            <button type="button" className="whole" aria-expanded={whole} onClick={() => setWhole(!whole)}>{t(whole ? "mail.lessShown" : "mail.whole")}</button>
          )}
          <Attachments attachments={laidOut || ours ? message.attachments.filter((each) => !isEnclosed(message, each)) : message.attachments} />
        </div>
        {(clear || (message.masked?.length ?? 0) > 0) && <Suspense fallback={null}><Unmask message={message} until={clear?.until} asking={unmasking} ask={(open) => onUnmask(open ? message.id : "")} /></Suspense>}
        <footer className="bubble-foot">
          <AutoReplyLine message={message} />
          <Delivery message={message} onWithdraw={mine ? () => onWithdraw(message) : undefined} />
          {message.has_raw && !message.unreadable && (
            <a className="bubble-raw" href={api.messages.rawUrl(message.id)} download title={t("mail.raw")}><DownloadOutlined aria-hidden /> {t("mail.raw")}</a>
          )}
        </footer>
        {past && <Suspense fallback={null}><Revisions message={message} close={() => setPast(false)} /></Suspense>}
      </div>
    </article>
  );
});

function Text({ text, masked }: { text: string; masked?: Message["masked"] }) {
  const { t } = useWords();
  if (text.trim() === "") return null;
  return (
    <p className="bubble-text">
      {linked(text).map((part, at) => part.href
        ? <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a>
        : <span key={at}>{split(part.text, masked).map((piece, n) => (piece.kind
          ? <span key={n} className="masked" role="img" aria-label={t("personal.hidden", { kind: t(`personal.kind.${piece.kind}`), shown: piece.text.replaceAll(/\*+/g, " … ") })} title={t("personal.hiddenPlain", { kind: t(`personal.kind.${piece.kind}`) })}>{piece.text}</span>
          : piece.text))}</span>)}
    </p>
  );
}
