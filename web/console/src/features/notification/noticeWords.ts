import type { Notice } from "../../api";
import type { Words } from "../../words";

/** What happened, with whom and about what, in words. */
export const noticeWords = (t: Words) => ({
  what: (notice: Notice) => t(`notification.kind.${notice.kind}`, { who: notice.queue?.name || notice.by?.name || notice.channel?.name || notice.conversation?.contact || t("contact.nameless") }),
  with: ({ channel, conversation, queue }: Notice) => queue?.name || channel?.name || conversation?.contact || t("contact.nameless"),
  about: ({ channel, conversation, queue }: Notice) => queue?.means ?? channel?.means ?? [`#${conversation?.number}`, conversation?.subject].filter(Boolean).join(" "),
});
