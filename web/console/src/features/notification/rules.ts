import type { Notice, NoticeKind } from "../../api";

/** What a colleague or customer waits for, so that it is said aloud in the page. */
const urgent: NoticeKind[] = ["mentioned", "assigned", "replied", "risk", "help", "whispered", "overflowed", "troubled"];

/** The conversation or the channel that a notification is about. */
export const subjectOf = (notice: Notice) => notice.conversation?.id ?? notice.channel?.id ?? notice.queue?.id ?? "";

/** One state of one notification: a customer who writes again moves it on. */
export const stateOf = (notice: Notice) => `${notice.id} ${notice.at}`;

/** What is said aloud: urgent, not said before, and not about what is open anyway. The newest of a conversation stands for all. */
export function toSay(fresh: Notice[], said: ReadonlySet<string>, open: string): Notice[] {
  const found = fresh.filter((each) => urgent.includes(each.kind) && !said.has(stateOf(each)) && subjectOf(each) !== open);
  return found.filter((each, at) => found.findIndex((other) => subjectOf(other) === subjectOf(each)) === at);
}

export interface Day { at: string; about: { subject: string; notices: Notice[] }[] }

/** By day, and within a day by what it is about; both in the order of their newest. */
export function byDay(notices: Notice[], sameDay: (one: string, other: string) => boolean): Day[] {
  const days: Day[] = [];
  for (const notice of notices) {
    let day = days.at(-1);
    if (!day || !sameDay(day.at, notice.at)) days.push(day = { at: notice.at, about: [] });
    const about = day.about.find((each) => each.subject === subjectOf(notice));
    if (about) about.notices.push(notice);
    else day.about.push({ subject: subjectOf(notice), notices: [notice] });
  }
  return days;
}

/** The message that one is led to; news of a customer are at the end anyway. */
export function messageOf(notice: { kind: string; message_id?: string }): string | undefined {
  return (notice.kind === "mentioned" || notice.kind === "failed" || notice.kind === "risk" || notice.kind === "whispered") && notice.message_id ? notice.message_id : undefined;
}
