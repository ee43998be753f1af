// The thread as far as this browser knows it. Messages come by history, by
// socket, by acknowledgement and from a second tab; whatever the order and
// however often, the same set of messages makes the same thread.

import type { Attachment, Conversation, Delivery, Message } from "../shared/protocol";
import type { Parcel } from "./outbox";

export type Thread = {
  messages: Message[]; // by the time of sending, as the desk shows them
  conversation: Conversation | null;
  readUpto: string; // our people have read up to here
  seenUpto: string; // the visitor has seen up to here
};

/** How far one of the visitor's own messages got. */
export type Progress = "sending" | "waiting" | "sent" | "delivered" | "read" | "failed";

export type Line = {
  key: string; // the client id where there is one: the same before and after the acknowledgement
  mine: boolean;
  kind: Message["kind"];
  text: string;
  html: string;
  author: string;
  sentAt: string;
  attachments: Attachment[];
  progress: Progress;
  code: string; // why it failed
};

export const empty: Thread = { messages: [], conversation: null, readUpto: "", seenUpto: "" };

const rank: Record<Delivery, number> = { failed: 0, queued: 1, received: 2, sent: 2, delivered: 3, read: 4 };

export function merge(thread: Thread, incoming: Message[]): Thread {
  if (incoming.length === 0) return thread;
  const byId = new Map(thread.messages.map((message) => [message.id, message]));
  for (const message of incoming) {
    const known = byId.get(message.id) ?? sameLetter(byId, message);
    if (known && known.id !== message.id) byId.delete(known.id);
    byId.set(message.id, known ? newer(known, message) : message);
  }
  return { ...thread, messages: [...byId.values()].sort(inOrder) };
}

/** The newest page from the desk. Where it does not touch what we hold, messages
 * between are missing, and what we hold has to be fetched again. */
export function rejoin(thread: Thread, newest: Message[], earlier: boolean): Thread {
  const known = new Set(thread.messages.map((message) => message.id));
  const touches = !earlier || newest.some((message) => known.has(message.id));
  return merge(touches ? thread : { ...thread, messages: [] }, newest);
}

export function withConversation(thread: Thread, conversation: Conversation | null): Thread {
  return conversation ? { ...thread, conversation } : thread;
}

export function readByStaff(thread: Thread, upto: string): Thread {
  return upto > thread.readUpto ? { ...thread, readUpto: upto } : thread;
}

export function seenByVisitor(thread: Thread, upto: string): Thread {
  return upto > thread.seenUpto ? { ...thread, seenUpto: upto } : thread;
}

/** The last message to arrive; its id is the greatest, wherever its time of sending puts it. */
export function lastId(thread: Thread): string {
  return greatest(thread.messages);
}

export function lastReplyId(thread: Thread): string {
  return greatest(thread.messages.filter((message) => message.kind === "reply"));
}

export function unread(thread: Thread): number {
  return thread.messages.filter((message) => message.kind === "reply" && message.id > thread.seenUpto).length;
}

/** The cursor that leaves exactly the last n replies unread. */
export function seenBut(thread: Thread, n: number): string {
  const replies = thread.messages.filter((message) => message.kind === "reply").map((message) => message.id);
  return replies.sort().at(-1 - n) ?? "";
}

/** What is shown: the thread, and after it what has not reached the desk yet. */
export function lines(thread: Thread, parcels: Parcel[]): Line[] {
  const arrived = new Set(thread.messages.map((message) => message.clientId));
  return [
    ...thread.messages.map((message) => fromMessage(message, thread.readUpto)),
    ...parcels.filter((parcel) => !arrived.has(parcel.id)).map(fromParcel),
  ];
}

function fromMessage(message: Message, readUpto: string): Line {
  const { clientId, delivery: _, ...rest } = message;
  return { ...rest, key: clientId || message.id, mine: message.kind === "inbound", progress: progress(message, readUpto), code: "" };
}

function progress(message: Message, readUpto: string): Progress {
  if (message.id <= readUpto || message.delivery === "read") return "read";
  if (message.delivery === "failed") return "failed";
  return message.delivery === "delivered" ? "delivered" : "sent";
}

function fromParcel(parcel: Parcel): Line {
  return {
    key: parcel.id,
    mine: true,
    kind: "inbound",
    text: parcel.text,
    html: "",
    author: "",
    sentAt: parcel.sentAt,
    attachments: parcel.attachments,
    progress: parcel.state === "refused" ? "failed" : parcel.state,
    code: parcel.code,
  };
}

/** A message we hold under another id, told by the client id that we gave it. */
function sameLetter(byId: Map<string, Message>, message: Message): Message | undefined {
  if (!message.clientId) return undefined;
  for (const known of byId.values()) if (known.clientId === message.clientId) return known;
  return undefined;
}

/** The later copy wins, but what was read stays read. */
function newer(known: Message, message: Message): Message {
  const delivery = rank[message.delivery] < rank[known.delivery] && message.delivery !== "failed" ? known.delivery : message.delivery;
  return { ...message, clientId: message.clientId || known.clientId, delivery };
}

function greatest(messages: Message[]): string {
  return messages.reduce((last, message) => (message.id > last ? message.id : last), "");
}

function inOrder(a: Message, b: Message): number {
  return (Date.parse(a.sentAt) || 0) - (Date.parse(b.sentAt) || 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
