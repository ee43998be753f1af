import type { Conversation, ConversationState, Instant, Page, ViewKey } from "../api";

// Pure: does a conversation belong to a view, and where in its order. The
// server answers the same questions in SQL; a property test holds the two
// together (stale + facts = fresh).

export type Sort = "-last_message_at" | "last_message_at";

/** A list as somebody looks at it. Its text form is the key of its cache. */
export interface View {
  /** Of a built-in view, or the id of a saved one. */
  key: ViewKey | (string & {});
  sort: Sort | "";
  me: string;
  teams: string[];
  tag?: string;
  channel?: string;
  /** A filter as JSON: then the server alone knows what belongs where. */
  filter?: string;
}

/** Whether this screen can tell by itself what belongs to a list, and where. */
export function isOwn(view: View): boolean {
  return view.key in shapes && view.filter === undefined;
}

interface Shape {
  states: ConversationState[] | null;
  whose: "me" | "none" | "teams" | "anyone";
}

export const shapes: Record<ViewKey, Shape> = {
  mine: { states: ["open", "waiting"], whose: "me" },
  unassigned: { states: ["open", "waiting"], whose: "none" },
  team: { states: ["open", "waiting"], whose: "teams" },
  all: { states: null, whose: "anyone" },
  waiting: { states: ["waiting"], whose: "anyone" },
  snoozed: { states: ["snoozed"], whose: "anyone" },
  resolved: { states: ["resolved"], whose: "anyone" },
};

export function belongs(view: View, conversation: Conversation): boolean {
  if (conversation.merged_into) return false; // another one stands for it
  const shape = shapes[view.key as ViewKey];
  if (!isOwn(view)) return true;
  if (shape.states && !shape.states.includes(conversation.state)) return false;
  if (view.tag && !conversation.tags.includes(view.tag)) return false;
  if (view.channel && conversation.channel.id !== view.channel) return false;
  switch (shape.whose) {
    case "me":
      return conversation.assignee?.id === view.me;
    case "none":
      return conversation.assignee === null;
    case "teams":
      return conversation.team !== null && view.teams.includes(conversation.team.id);
    case "anyone":
      return true;
  }
}

/** The part of a list that has been loaded: everything up to `edge`. With no
 * edge the list is loaded to its end. */
export interface Window {
  items: Conversation[];
  next: string;
  edge: Place | null;
  /** Of the newest fact that the first page surely shows. */
  cursor?: number;
}

export interface Place { at: Instant; id: string }

export function opened(page: Page<Conversation>): Window {
  return { items: page.items, next: page.next, edge: edgeOf(page) };
}

/** Adds the next page. Rows that live news already brought stay as they are. */
export function extended(view: View, window: Window, page: Page<Conversation>): Window {
  const known = new Set(window.items.map((each) => each.id));
  const fresh = page.items.filter((each) => !known.has(each.id));
  const order = inOrder(view.sort);
  const [last, first] = [window.items.at(-1), fresh[0]];
  const follows = !last || !first || order(last, first) < 0; // as good as always; sorting thousands is felt
  const items = [...window.items, ...fresh];
  if (!follows && isOwn(view)) items.sort(order);
  return { ...window, items, next: page.next, edge: edgeOf(page) };
}

/** Puts the newest state of one conversation where it belongs, or takes it
 * out. What sorts past the edge comes later, with its page. */
export function placed(view: View, window: Window, conversation: Conversation): Window {
  const before = window.items.find((each) => each.id === conversation.id);
  if (!isOwn(view)) return before && before.version <= conversation.version ? { ...window, items: window.items.map((each) => (each === before ? conversation : each)) } : window;
  if (before && before.version > conversation.version) return window;
  const others = before ? window.items.filter((each) => each !== before) : window.items;
  if (!belongs(view, conversation) || isPast(view.sort, window.edge, conversation)) {
    return before ? { ...window, items: others } : window;
  }
  const order = inOrder(view.sort);
  const at = others.findIndex((each) => order(conversation, each) < 0);
  const items = at < 0 ? [...others, conversation] : [...others.slice(0, at), conversation, ...others.slice(at)];
  return { ...window, items };
}

export function removed(window: Window, id: string): Window {
  return window.items.some((each) => each.id === id) ? { ...window, items: window.items.filter((each) => each.id !== id) } : window;
}

export function inOrder(sort: Sort | ""): (a: Conversation, b: Conversation) => number {
  const way = sort.startsWith("-") || sort === "" ? -1 : 1;
  return (a, b) => way * comparePlaces(placeOf(a), placeOf(b));
}

function placeOf(conversation: Conversation): Place {
  return { at: conversation.last_message_at, id: conversation.id };
}

function edgeOf(page: Page<Conversation>): Place | null {
  const last = page.items.at(-1);
  return page.next && last ? placeOf(last) : null;
}

function isPast(sort: Sort | "", edge: Place | null, conversation: Conversation): boolean {
  if (!edge) return false;
  const way = sort.startsWith("-") || sort === "" ? -1 : 1;
  return way * comparePlaces(placeOf(conversation), edge) > 0;
}

function comparePlaces(a: Place, b: Place): number {
  return compareInstants(a.at, b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** RFC 3339 in UTC leaves out trailing zeros of the fraction, so text order
 * alone would put 05Z after 05.1Z. */
export function compareInstants(a: Instant, b: Instant): number {
  const [left, right] = [comparable(a), comparable(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function comparable(at: Instant): string {
  const [seconds = "", fraction = ""] = at.replace("Z", "").split(".");
  return `${seconds}.${fraction.padEnd(9, "0")}`;
}
