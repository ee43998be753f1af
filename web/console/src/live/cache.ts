import type { QueryClient } from "@tanstack/react-query";
import { api, type Conversation, type Fact, type Message, type Page, type PresenceState, type Staff, type Tour } from "../api";
import { keys } from "./keys";
import { presenceIs, stoppedTyping } from "./others";
import { isOwn, placed, removed, type View, type Window } from "./rules";
import { withMessage, withNewest, type Thread } from "./thread";

/** Every cached list, with the view that it shows. */
function windows(client: QueryClient): [View, Window][] {
  return client
    .getQueriesData<Window>({ queryKey: keys.lists })
    .flatMap(([key, window]): [View, Window][] => (window ? [[key[1] as View, window]] : []));
}

const askAgainMs = 400;
const asking = new Set<string>();

/** Lists of filters are the server's to sort: after news they are asked for again. */
function askAgain(client: QueryClient, view: View): void {
  const key = JSON.stringify(view);
  if (asking.has(key)) return;
  asking.add(key);
  setTimeout(() => {
    asking.delete(key);
    void client.invalidateQueries({ queryKey: keys.list(view) });
  }, askAgainMs);
}

/** Puts newer states of conversations into every list and card that shows them. */
export function place(client: QueryClient, conversations: Conversation[]): void {
  for (const [view, window] of windows(client)) {
    const after = conversations.reduce((old, each) => placed(view, old, each), window);
    if (after !== window) client.setQueryData(keys.list(view), after);
    if (!isOwn(view)) askAgain(client, view);
  }
  for (const conversation of conversations) {
    client.setQueryData<Conversation>(keys.conversation(conversation.id), (old) =>
      old && old.version > conversation.version ? old : conversation);
  }
}

/** Deleted, or no longer ours to see. */
export function takeOut(client: QueryClient, ids: string[]): void {
  for (const id of ids) {
    for (const [view, window] of windows(client)) client.setQueryData(keys.list(view), removed(window, id));
    if (client.getQueryData(keys.conversation(id))) void client.invalidateQueries({ queryKey: keys.conversation(id) });
  }
}

export async function refetch(client: QueryClient, ids: string[]): Promise<void> {
  const page = await api.conversations.list({ ids, limit: ids.length });
  place(client, page.items);
  const found = new Set(page.items.map((each) => each.id));
  takeOut(client, ids.filter((id) => !found.has(id)));
}

export function placeMessage(client: QueryClient, message: Message): void {
  client.setQueryData<Thread>(keys.thread(message.conversation_id), (old) => old && withMessage(old, message));
}

const threadPage = 50;

/** `next` of a newest-first page leads to older messages. */
export function threadPageOf(conversation: string, after?: string, limit = threadPage): Promise<Page<Message>> {
  return api.messages.list(conversation, { order: "desc", limit, after });
}

const turns = { asked: 0, answered: new Map<string, number>() };

/** Answers may overtake each other: one that was asked for earlier changes nothing any more. */
async function refreshThread(client: QueryClient, conversation: string): Promise<void> {
  const turn = ++turns.asked;
  const page = await threadPageOf(conversation);
  if ((turns.answered.get(conversation) ?? 0) > turn) return;
  turns.answered.set(conversation, turn);
  client.setQueryData<Thread>(keys.thread(conversation), (old) => old && withNewest(old, page));
}

/** What is being asked for the first time may be read before the fact that we heard, and
 * our library would take that answer as new: it is asked for again when it is here. */
function afterFirst(client: QueryClient, queryKey: readonly unknown[], again: (key: readonly unknown[]) => void): void {
  for (const query of client.getQueryCache().findAll({ queryKey })) {
    if (query.state.data !== undefined || query.state.fetchStatus === "idle") continue;
    void query.promise?.then(() => again(query.queryKey), () => undefined);
  }
}

function renew(client: QueryClient, queryKey: readonly unknown[]): void {
  afterFirst(client, queryKey, (key) => void client.invalidateQueries({ queryKey: key, exact: true }));
  void client.invalidateQueries({ queryKey });
}

function renewThread(client: QueryClient, id: string): void {
  const again = () => void refreshThread(client, id).catch(() => client.invalidateQueries({ queryKey: keys.thread(id) }));
  afterFirst(client, keys.thread(id), again);
  if (client.getQueryData(keys.thread(id))) again();
}

/** Facts after which other messages stand in a conversation. */
const regrouped = new Set(["conversation.merged", "conversation.joined", "conversation.merge_undone", "conversation.parted", "conversation.split", "conversation.split_undone"]);

/** Facts about who takes part in a conversation by mail, and what it is about. */
const corresponding = new Set(["conversation.split_proposed", "conversation.split_dismissed", "conversation.stranger_wrote", "conversation.participant_judged"]);

/** What may tick a step of somebody who is led. */
const led = /^(channel|tour)\./;

/** Facts after which the floor looks otherwise. */
const onFloor = /^(presence|team|routing|overflow|callback)\.|^(conversation|offer)\.(made|ended|queued|unqueued|reserved|assigned|resolved|waiting|reopened|snoozed)$/;
let floorAgain: ReturnType<typeof setTimeout> | undefined;

/** A busy house changes its floor many times a second; twice is enough to look. */
function renewFloor(client: QueryClient): void {
  floorAgain ??= setTimeout(() => {
    floorAgain = undefined;
    void client.invalidateQueries({ queryKey: keys.floor });
  }, askAgainMs);
}

/** What facts mean for everything but the lists. */
export function hear(client: QueryClient, facts: Fact[], me: string): void {
  const threads = new Set<string>();
  const timelines = new Set<string>();
  const stale = new Map<string, readonly unknown[]>();
  const mark = (key: readonly unknown[]) => stale.set(JSON.stringify(key), key);

  for (const fact of facts) {
    const topic = fact.name.split(".")[0];
    if (fact.name === "message.understood") {
      mark(keys.reading(fact.conversation_id));
      continue; // it changes no message, and no timeline tells it
    }
    if (fact.conversation_id) timelines.add(fact.conversation_id);
    if (fact.name === "conversation.topic_corrected" || topic === "topic" || topic === "topic_model") mark(keys.topics);
    if (topic === "help") mark(keys.help);
    if (topic === "personal_agent") mark(keys.personal);
    if (topic === "help" || topic === "companion" || fact.name === "conversation.assigned" || fact.name === "conversation.resolved" || fact.name === "conversation.reopened") mark(keys.company(fact.conversation_id));
    if (topic === "identity_check") mark(keys.identityCheck(fact.conversation_id));
    if (topic === "risk" || topic === "risk_rule") mark(keys.risks);
    if (topic === "message" && fact.conversation_id) threads.add(fact.conversation_id);
    if (topic === "message" && fact.contact_id) mark(keys.contactTimeline(fact.contact_id));
    if (topic === "conversation" && fact.contact_id) mark(keys.contactConversations(fact.contact_id));
    if (regrouped.has(fact.name)) {
      mark(keys.thread(fact.conversation_id));
      mark(keys.links(fact.conversation_id));
      mark(keys.draft(fact.conversation_id));
    }
    if (corresponding.has(fact.name)) {
      mark(keys.links(fact.conversation_id));
      mark(keys.envelope(fact.conversation_id));
    }
    if (fact.name === "conversation.changed" && (fact.data["fields"] as string[] | undefined)?.includes("suggestions")) mark(keys.links(fact.conversation_id));
    if (fact.name === "message.arrived") stoppedTyping(fact.conversation_id, fact.contact_id);
    if (fact.name === "conversation.tagged") mark(keys.tags);
    if (topic === "notification" && fact.data["staff"] === me) mark(keys.notifications);
    if (topic === "draft" && fact.by === me) mark(keys.draft(fact.conversation_id));
    if (topic === "contact" && fact.contact_id) {
      for (const each of [fact.contact_id, fact.data["other"], fact.data["into"], fact.data["from"]]) if (each) mark(keys.contact(String(each)));
      mark(keys.suggestions);
    }
    if (topic === "contact" && fact.contact_id) mark(keys.contact(fact.contact_id));
    if (/address_/.test(fact.name) || topic === "channel") mark(keys.envelopes);
    if (/organisation/.test(fact.name)) mark(keys.organisations);
    if (topic === "view") mark(keys.views);
    if (topic === "status") mark(keys.statuses);
    if (topic === "field") mark(keys.fields);
    if (topic === "import") mark(keys.imports);
    if (topic === "export") mark(keys.exports);
    if (topic === "bulk") mark(keys.bulk(String(fact.data["bulk"])));
    if (topic === "staff") mark(keys.staff);
    if (topic === "team") mark(keys.teams);
    if (topic === "webhook") mark(keys.webhooks);
    if (topic === "canned_reply") mark(keys.cannedReplies);
    if (fact.name === "macro.changed") mark(keys.macros);
    if (topic === "automation") mark(keys.automations);
    if (topic === "role") { mark(keys.roles); mark(keys.staff); mark(keys.me); }
    if (topic === "routing") mark(keys.routing);
    if (topic === "overflow") mark(keys.overflows);
    if (topic === "relief") mark(keys.reliefs);
    if (topic === "callback") mark(keys.callbacks);
    if ((fact.name === "callback.asked" || fact.name === "conversation.message_left") && fact.conversation_id) threads.add(fact.conversation_id);
    if (topic === "offer" && fact.data["staff"] === me) mark(keys.offers);
    if (topic === "skill") { mark(keys.skills); mark(keys.staff); }
    if (topic === "calendar") mark(keys.calendars);
    if (topic === "presence_reason") mark(keys.reasons);
    if (topic === "channel") { mark(keys.channels); mark(["mailbox"]); mark(["dkim"]); mark(["mail-keys"]); }
    if (topic === "mail_authority") mark(keys.authorities);
    if (topic === "privacy") { mark(keys.privacy); mark(keys.lists); mark(["thread"]); }
    if (fact.name === "message.unmasked") mark(keys.unmaskings);
    if (topic === "sender" || fact.name === "message.trust_changed") mark(keys.senders);
    if (topic === "mailbox") mark(["mailbox"]);
    if (fact.name === "presence.changed") presence(client, fact);
    if (fact.name === "staff.changed" && fact.data["staff"] === me) mark(keys.me);
  }
  for (const id of threads) renewThread(client, id);
  if ((client.getQueryData<Tour>(keys.tour)?.offered ?? true) && facts.some((each) => led.test(each.name))) mark(keys.tour);
  if (facts.some((each) => onFloor.test(each.name))) renewFloor(client);
  for (const id of timelines) mark(keys.timeline(id));
  for (const queryKey of stale.values()) renew(client, queryKey);
}

function presence(client: QueryClient, fact: Fact): void {
  const { staff: id, state, reason = "" } = fact.data as { staff?: string; state?: PresenceState; reason?: string };
  if (!id || !state) return;
  presenceIs(id, state, reason);
  client.setQueryData<Page<Staff>>(keys.staff, (old) => old && {
    ...old,
    items: old.items.map((each) => (each.id === id ? { ...each, presence: { state, reason, since: fact.at, until: null } } : each)),
  });
}
