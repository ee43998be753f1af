import type { Message, Page } from "../api";

/** The loaded end of a conversation: oldest first, `older` pages backwards. */
export interface Thread { messages: Message[]; older: string }

/** A page comes newest first. */
export function threadOf(page: Page<Message>): Thread {
  return { messages: [...page.items].reverse(), older: page.next };
}

export function withOlder(thread: Thread, page: Page<Message>): Thread {
  const known = new Set(thread.messages.map((each) => each.id));
  const older = page.items.filter((each) => !known.has(each.id)).reverse();
  return { messages: [...older, ...thread.messages], older: page.next };
}

/** Lays the newest page over what we have. If the two do not touch, messages
 * are missing between them, and only the new page can be trusted. */
export function withNewest(thread: Thread, page: Page<Message>): Thread {
  const newest = threadOf(page);
  const first = newest.messages[0];
  if (!first) return newest;
  const seam = thread.messages.findIndex((each) => each.id === first.id);
  if (seam < 0) return page.next === "" || thread.messages.length === 0 ? newest : gapped(thread, newest);
  return { messages: [...thread.messages.slice(0, seam), ...newest.messages], older: thread.older };
}

export function withMessage(thread: Thread, message: Message): Thread {
  if (thread.messages.some((each) => each.id === message.id)) {
    return { ...thread, messages: thread.messages.map((each) => (each.id === message.id ? message : each)) };
  }
  return { ...thread, messages: [...thread.messages, message] };
}

function gapped(thread: Thread, newest: Thread): Thread {
  const fresh = new Set(newest.messages.map((each) => each.id));
  const touch = thread.messages.findIndex((each) => fresh.has(each.id));
  if (touch < 0) return newest;
  return { messages: [...thread.messages.slice(0, touch), ...newest.messages], older: thread.older };
}
