import { RobotOutlined } from "@ant-design/icons";
import type { Message } from "../../api";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";

/** Whether a mail was answered automatically, or why not. */
export function AutoReplyLine({ message: { auto_reply: it } }: { message: Message }) {
  const { t, locale } = useWords();
  const now = useNow();
  if (!it) return null;
  const { sign = "", at, count, limit } = it.details;
  const values = { sign: sign && t(`autoReply.sign.${sign}`), when: at ? dateAndClock(locale, at, now) : "", count: Number(count ?? 0), limit };
  const why = t(`autoReply.because.${it.because}`, values);
  return <span className="auto-reply"><RobotOutlined aria-hidden /> {it.sent ? why : t("autoReply.none", { why })}</span>;
}
