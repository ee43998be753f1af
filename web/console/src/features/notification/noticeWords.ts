import type { Notice } from "../../api";
import type { Words } from "../../words";

/** What happened, with whom and about what, in words. */
export const noticeWords = (t: Words) => ({
  what: (notice: Notice) => t(`notification.kind.${notice.kind}`, { who: notice.by?.name || notice.conversation.contact || t("contact.nameless") }),
  contact: (about: Notice["conversation"]) => about.contact || t("contact.nameless"),
  about: (about: Notice["conversation"]) => [`#${about.number}`, about.subject].filter(Boolean).join(" "),
});
