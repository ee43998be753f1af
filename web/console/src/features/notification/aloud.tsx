import { Button } from "antd";
import type { Notice } from "../../api";
import { over } from "../../ui/over";
import { words } from "../../words";
import { noticeWords } from "./noticeWords";
import { subjectOf } from "./rules";
import "./notification.css";

const shownSeconds = 12;

/** A word in the corner, under the conversation's id, with the way there. */
export function sayAloud(notice: Notice, open: () => void): void {
  const t = words();
  const { what, with: whom, about } = noticeWords(t);
  const key = subjectOf(notice);
  const lead = () => {
    over(({ notification }) => notification.destroy(key));
    open();
  };
  over(({ notification }) => notification.open({
    key, title: what(notice), description: notice.kind === "replied" || notice.channel || notice.queue ? about(notice) : `${whom(notice)} ${about(notice)}`,
    role: "status", duration: shownSeconds, pauseOnHover: true, className: "notice-word",
    actions: <Button size="small" type="primary" onClick={lead}>{t("notification.open")}</Button>,
  }));
}
