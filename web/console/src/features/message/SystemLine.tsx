import type { Message } from "../../api";
import { has, useWords } from "../../words";
import { clock, exact } from "../../words/time";

/** A line the house wrote: a code and its values, in the reader's language. */
export function SystemLine({ message }: { message: Message }) {
  const { t, locale } = useWords();
  const key = `system.${message.code}`;
  const { reasons, reason } = message.values as { reasons?: string[]; reason?: string };
  const values = {
    ...message.values,
    ...(reasons && { reasons: reasons.map((each) => t(`suspect.${each}`)).join(t("system.and")) }),
    ...(reason !== undefined && { reason: has(`delivery.reason.${reason}`) ? t(`delivery.reason.${reason}`) : "" }),
  };
  const text = has(key) ? t(key, values) : message.text || t("system.unknown");
  return (
    <p className="system-line">
      <span>{text}</span> <time className="num" dateTime={message.sent_at} title={exact(locale, message.sent_at)}>{clock(locale, message.sent_at)}</time>
    </p>
  );
}
