import type { Conversation, Fact, Page } from "../api";
import { belongs, inOrder, type View } from "./rules";

// A small server for tests: the same answers, without the network. It keeps
// its own order and counts, so that a mistake in the cache cannot hide here.

const epoch = Date.parse("2026-03-02T08:00:00Z");

export class ModelServer {
  readonly conversations = new Map<string, Conversation>();
  private readonly facts: Fact[] = [];
  private clock = 0;
  private opened = 0;
  private listener: (fact: Fact) => void = () => undefined;

  get cursor(): number {
    return this.facts.at(-1)?.cursor ?? 0;
  }

  onFact(listener: (fact: Fact) => void): void {
    this.listener = listener;
  }

  factsAfter(cursor: number): Fact[] {
    return this.facts.filter((fact) => fact.cursor > cursor);
  }

  open(contact: string): Conversation {
    const id = `c${String(++this.opened).padStart(4, "0")}`;
    const at = this.tick();
    return this.put({
      id, number: this.opened, subject: "", state: "open", priority: "normal",
      channel: { id: "ch", kind: "webchat", name: "web" }, contact: { id: contact, name: contact, tier: "standard" },
      assignee: null, team: null, tags: [], preview: "", last_message_kind: "inbound", message_count: 1,
      created_at: at, updated_at: at, last_message_at: at, waiting_since: at, snoozed_until: null, resolved_at: null, version: 0,
      can: { reply: true, note: true, assign: true, tag: true, resolve: true, reopen: true, snooze: true, change: true, delete: true }, fields: {}, reply_refused: "", gist: { topic_id: "", emotion: "", urgency: 0, risks: [] },
    }, "conversation.opened");
  }

  change(id: string, name: string, change: (at: string) => Partial<Conversation>): void {
    const old = this.conversations.get(id);
    if (old) this.put({ ...old, ...change(this.tick()) }, name);
  }

  remove(id: string): void {
    if (this.conversations.delete(id)) this.record("conversation.deleted", id);
  }

  /** As SQL would answer: filter, order, keyset, limit. */
  list(view: View, limit: number, after = ""): Page<Conversation> {
    const all = [...this.conversations.values()].filter((each) => belongs(view, each)).sort(inOrder(view.sort));
    const place = after ? (JSON.parse(after) as Conversation) : null;
    const rest = place ? all.filter((each) => inOrder(view.sort)(each, place) > 0) : all;
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items, next: last && rest.length > limit ? JSON.stringify({ id: last.id, last_message_at: last.last_message_at }) : "", cursor: this.cursor };
  }

  byIds(ids: string[]): Conversation[] {
    return ids.flatMap((id) => this.conversations.get(id) ?? []);
  }

  private put(conversation: Conversation, name: string): Conversation {
    const saved = { ...conversation, version: conversation.version + 1 };
    this.conversations.set(saved.id, saved);
    this.record(name, saved.id);
    return saved;
  }

  private record(name: string, id: string): void {
    const fact = { cursor: this.cursor + 1, name, at: new Date(epoch + this.clock).toISOString(), conversation_id: id, contact_id: "", by: "", data: {} };
    this.facts.push(fact);
    this.listener(fact);
  }

  /** Several things may happen in the same millisecond; then ids decide. */
  private tick(): string {
    this.clock += this.clock % 3 === 0 ? 1 : 0;
    this.clock += 1;
    return new Date(epoch + Math.floor(this.clock / 4)).toISOString().replace(/0+Z$/, "Z").replace(/\.Z$/, "Z");
  }
}
