import { DownloadOutlined, EditOutlined, RollbackOutlined, WarningFilled } from "@ant-design/icons";
import { lazy, memo, Suspense, useCallback, useState, type ReactNode } from "react";
import { api, type Message } from "../../api";
import { Avatar } from "../../ui/Avatar";
import { RichText } from "../../ui/RichText";
import { useWords } from "../../words";
import { clock, exact } from "../../words/time";
import { Attachments } from "./Attachments";
import { Delivery } from "./Delivery";
import { looksReturned } from "./failure";
import { isEnclosed, linked, shown } from "./rules";

const MailBody = lazy(() => import("./MailBody"));
const Revisions = lazy(() => import("./Revisions"));

interface Props {
  message: Message;
  /** Which of how many it is, for those who hear only a part. */
  place: number;
  of: number;
  continued: boolean;
  found: boolean;
  /** The reader wrote it. */
  mine: boolean;
  /** While it is open for other words: where they are written. */
  rewriting?: ReactNode;
  /** Opens a note for other words. */
  onRewrite: (id: string) => void;
  /** Takes a reply of the reader back that has not left yet. */
  onWithdraw: (message: Message) => void;
}

/** One message: the customer left, we right, a note across on its own paper. */
export const Bubble = memo(function Bubble({ message, place, of, continued, found, mine, rewriting, onRewrite, onWithdraw }: Props) {
  const { t, locale } = useWords();
  const [whole, setWhole] = useState(false);
  const [past, setPast] = useState(false);
  const body = shown(message);
  const side = message.kind === "inbound" ? "them" : message.kind === "note" ? "note" : "us";
  const name = message.author.name || t("contact.nameless");
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
            {side === "note" && <span className="bubble-note">{t("message.noteMark")}</span>}
            <time className="num" dateTime={message.sent_at} title={exact(locale, message.sent_at)}>{clock(locale, message.sent_at)}</time>
            {message.revisions > 0 && <button type="button" className="bubble-act" title={t("message.revisedHint", { count: message.revisions })} onClick={() => setPast(true)}>{t("message.revised")}</button>}
            {mine && message.kind === "note" && !rewriting && <button type="button" className="bubble-act is-shy" aria-keyshortcuts="w" onClick={() => onRewrite(message.id)}>{t("message.rewrite")}</button>}
          </header>
        )}
        <div className="bubble-body">
          {message.unreadable && (
            <p className="unreadable"><WarningFilled aria-hidden /> {t("message.unreadable")} {t("message.unreadableTodo")} <a href={api.messages.rawUrl(message.id)} download>{t("mail.raw")}</a></p>
          )}
          {looksReturned(message) && <p className="unreadable"><RollbackOutlined aria-hidden /> {t("message.returned")} {t("message.returnedTodo")}</p>}
          {rewriting ? <Suspense fallback={<p className="bubble-text">{message.text}</p>}>{rewriting}</Suspense>
            : ours ? <RichText html={message.html} urlOf={urlOf} />
            : laidOut ? <Suspense fallback={<p className="bubble-text">{body.text}</p>}><MailBody message={message} /></Suspense> : <Text text={whole ? message.text : body.text} />}
          {body.hasWhole && !ours && (
            <button type="button" className="whole" aria-expanded={whole} onClick={() => setWhole(!whole)}>{t(whole ? "mail.lessShown" : "mail.whole")}</button>
          )}
          <Attachments attachments={laidOut || ours ? message.attachments.filter((each) => !isEnclosed(message, each)) : message.attachments} />
        </div>
        <footer className="bubble-foot">
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

function Text({ text }: { text: string }) {
  if (text.trim() === "") return null;
  return (
    <p className="bubble-text">
      {linked(text).map((part, at) => part.href
        ? <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a>
        : <span key={at}>{part.text}</span>)}
    </p>
  );
}
