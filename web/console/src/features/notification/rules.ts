import type { Notice, NoticeKind } from "../../api";

/** What a colleague or customer waits for, so that it is said aloud in the page. */
const urgent: NoticeKind[] = ["mentioned", "assigned", "replied"];

/** One state of one notification: a customer who writes again moves it on. */
export const stateOf = (notice: Notice) => `${notice.id} ${notice.at}`;

/** What is said aloud: urgent, not said before, and not about what is open anyway. The newest of a conversation stands for all. */
export function toSay(fresh: Notice[], said: ReadonlySet<string>, open: string): Notice[] {
  const found = fresh.filter((each) => urgent.includes(each.kind) && !said.has(stateOf(each)) && each.conversation.id !== open);
  return found.filter((each, at) => found.findIndex((other) => other.conversation.id === each.conversation.id) === at);
}

export interface Day { at: string; about: { conversation: Notice["conversation"]; notices: Notice[] }[] }

/** By day, and within a day by conversation; both in the order of their newest. */
export function byDay(notices: Notice[], sameDay: (one: string, other: string) => boolean): Day[] {
  const days: Day[] = [];
  for (const notice of notices) {
    let day = days.at(-1);
    if (!day || !sameDay(day.at, notice.at)) days.push(day = { at: notice.at, about: [] });
    const about = day.about.find((each) => each.conversation.id === notice.conversation.id);
    if (about) about.notices.push(notice);
    else day.about.push({ conversation: notice.conversation, notices: [notice] });
  }
  return days;
}

/** The message that one is led to; news of a customer are at the end anyway. */
export function messageOf(notice: { kind: string; message_id?: string }): string | undefined {
  return (notice.kind === "mentioned" || notice.kind === "failed") && notice.message_id ? notice.message_id : undefined;
}
