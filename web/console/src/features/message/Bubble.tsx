import { DownloadOutlined, EditOutlined, WarningFilled } from "@ant-design/icons";
import { lazy, memo, Suspense, useState } from "react";
import { api, type Message } from "../../api";
import { Avatar } from "../../ui/Avatar";
import { useWords } from "../../words";
import { clock, exact } from "../../words/time";
import { Attachments } from "./Attachments";
import { Delivery } from "./Delivery";
import { isEnclosed, linked, shown } from "./rules";

const MailBody = lazy(() => import("./MailBody"));

interface Props { message: Message; continued: boolean; found: boolean }

/** One message: the customer left, we right, a note across on its own paper. */
export const Bubble = memo(function Bubble({ message, continued, found }: Props) {
  const { t, locale } = useWords();
  const [whole, setWhole] = useState(false);
  const body = shown(message);
  const side = message.kind === "inbound" ? "them" : message.kind === "note" ? "note" : "us";
  const name = message.author.name || t("contact.nameless");
  const laidOut = message.html !== "" && (whole || body.laidOut);
  return (
    <article className={`bubble is-${side}${continued ? " is-continued" : ""}${found ? " is-found" : ""}${laidOut ? " is-wide" : ""}`} id={`message-${message.id}`} aria-label={t(`message.by.${message.kind}`, { name })}>
      {side !== "note" && <div className="bubble-face">{!continued && <Avatar name={name} size={28} />}</div>}
      <div className="bubble-main">
        {(!continued || side === "note") && (
          <header className="bubble-head">
            {side === "note" && <EditOutlined aria-hidden />}
            <b>{name}</b>
            {side === "note" && <span className="bubble-note">{t("message.noteMark")}</span>}
            <time className="num" dateTime={message.sent_at} title={exact(locale, message.sent_at)}>{clock(locale, message.sent_at)}</time>
            {message.revisions > 0 && <span>{t("message.revised", { count: message.revisions })}</span>}
          </header>
        )}
        <div className="bubble-body">
          {message.unreadable && (
            <p className="unreadable"><WarningFilled aria-hidden /> {t("message.unreadable")} <a href={api.messages.rawUrl(message.id)} download>{t("mail.raw")}</a></p>
          )}
          {laidOut ? <Suspense fallback={<p className="bubble-text">{body.text}</p>}><MailBody message={message} /></Suspense> : <Text text={whole ? message.text : body.text} />}
          {body.hasWhole && (
            <button type="button" className="whole" aria-expanded={whole} onClick={() => setWhole(!whole)}>{t(whole ? "mail.lessShown" : "mail.whole")}</button>
          )}
          <Attachments attachments={laidOut ? message.attachments.filter((each) => !isEnclosed(message, each)) : message.attachments} />
        </div>
        <footer className="bubble-foot">
          <Delivery message={message} />
          {message.has_raw && !message.unreadable && (
            <a className="bubble-raw" href={api.messages.rawUrl(message.id)} download title={t("mail.raw")}><DownloadOutlined aria-hidden /> {t("mail.raw")}</a>
          )}
        </footer>
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
