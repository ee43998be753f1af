import { expect, test } from "vitest";
import type { ViewKey } from "../api";
import { CatchUp } from "./catchup";
import { ModelServer } from "./model.testing";
import { randomOf } from "./random.testing";
import { extended, inOrder, opened, placed, removed, type Sort, type View, type Window } from "./rules";

const me = "lin";
const people = [me, "siti", "chen"];
const teams = ["refunds", "support"];
const viewKeys: ViewKey[] = ["mine", "unassigned", "team", "all", "waiting", "snoozed", "resolved"];
const sorts: Sort[] = ["-last_message_at", "last_message_at"];

const firstSeed = Number(process.env["ANLAN_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const seeds = Array.from({ length: 60 }, (_, at) => firstSeed + at);

type Random = ReturnType<typeof randomOf>;

/** Something an agent, a customer or the clock does. */
function act(server: ModelServer, random: Random): void {
  const ids = [...server.conversations.keys()];
  if (ids.length < 3 || random.chance(0.18)) {
    server.open(`contact${random.below(9)}`);
    return;
  }
  const id = random.of(ids);
  const verbs: (() => void)[] = [
    () => server.change(id, "message.arrived", (at) => ({ state: "open", last_message_at: at, waiting_since: at, last_message_kind: "inbound" })),
    () => server.change(id, "message.replied", (at) => ({ state: "waiting", last_message_at: at, waiting_since: null, last_message_kind: "reply" })),
    () => server.change(id, "message.noted", (at) => ({ updated_at: at, last_message_kind: "note" })),
    () => server.change(id, "conversation.assigned", () => ({ assignee: { id: random.of(people), name: "" } })),
    () => server.change(id, "conversation.assigned", () => ({ assignee: null })),
    () => server.change(id, "conversation.assigned", () => ({ team: { id: random.of(teams), name: "" } })),
    () => server.change(id, "conversation.resolved", (at) => ({ state: "resolved", resolved_at: at, waiting_since: null })),
    () => server.change(id, "conversation.reopened", () => ({ state: "open", resolved_at: null })),
    () => server.change(id, "conversation.snoozed", (at) => ({ state: "snoozed", snoozed_until: at })),
    () => server.change(id, "conversation.tagged", () => ({ tags: ["a", "b"].slice(random.below(3)) })),
    () => server.remove(id),
  ];
  random.of(verbs)();
}

/** A console: cached lists, a connection that may sleep, answers that may be late. */
class Client {
  readonly windows = new Map<string, { view: View; window: Window }>();
  readonly catchUp: CatchUp;
  private connected = false;
  private readonly server: ModelServer;
  private readonly late: (() => void)[] = [];
  private readonly random: Random;

  constructor(server: ModelServer, random: Random) {
    this.server = server;
    this.random = random;
    this.catchUp = new CatchUp({
      refetch: async (ids) => {
        const found = server.byIds(ids);
        await this.sometime();
        if (random.chance(0.05)) throw new Error("network");
        for (const one of this.windows.values()) {
          for (const each of found) one.window = placed(one.view, one.window, each);
          const known = new Set(found.map((each) => each.id));
          for (const id of ids) if (!known.has(id)) one.window = removed(one.window, id);
        }
      },
      heard: () => undefined,
      startOver: () => this.startOver(),
      wait: () => this.sometime(),
    });
    server.onFact((fact) => { if (this.connected) this.catchUp.facts([fact], fact.cursor); });
  }

  open(view: View): void {
    const page = this.server.list(view, 4);
    this.late.push(() => {
      this.windows.set(JSON.stringify(view), { view, window: opened(page) });
      this.catchUp.fetchedAt(page.cursor);
    });
  }

  more(key: string): void {
    const one = this.windows.get(key);
    if (!one?.window.next) return;
    const from = one.window.next;
    const page = this.server.list(one.view, 3, from);
    this.late.push(() => {
      if (this.windows.get(key) !== one || one.window.next !== from) return;
      one.window = extended(one.view, one.window, page);
      this.catchUp.fetchedAt(page.cursor);
    });
  }

  sleep(): void { this.connected = false; }

  wake(): void {
    if (this.connected) return;
    this.connected = true;
    this.catchUp.greeted(this.server.cursor);
    const missed = this.server.factsAfter(this.catchUp.from);
    if (missed.length > 40) this.catchUp.reset(this.server.cursor);
    else if (missed.length > 0) this.catchUp.facts(missed, this.server.cursor);
  }

  arrive(): void { this.late.splice(0, 1 + this.random.below(3)).forEach((each) => each()); }

  async settle(): Promise<void> {
    this.wake();
    while (this.late.length > 0) this.arrive();
    await this.catchUp.settled();
  }

  private startOver(): void {
    for (const one of [...this.windows.values()]) one.window = opened(this.server.list(one.view, Math.max(4, one.window.items.length)));
  }

  private async sometime(): Promise<void> {
    for (let turn = this.random.below(4); turn > 0; turn--) await Promise.resolve();
  }
}

test.each(seeds)("a stale cache and the facts since give what a fresh fetch gives (ANLAN_SEED=%i)", async (seed) => {
  const random = randomOf(seed);
  const server = new ModelServer();
  for (let n = 0; n < 12; n++) act(server, random);
  const client = new Client(server, random);
  for (const key of viewKeys) client.open({ key, sort: random.of(sorts), me, teams: [teams[0]!] });

  for (let step = 0; step < 160; step++) {
    act(server, random);
    if (random.chance(0.5)) client.arrive();
    if (random.chance(0.2)) client.more(random.of([...client.windows.keys(), ""]));
    if (random.chance(0.06)) client.sleep();
    if (random.chance(0.12)) client.wake();
    if (random.chance(0.4)) await Promise.resolve();
  }
  await client.settle();

  expect(client.windows.size).toBe(viewKeys.length);
  for (const { view, window } of client.windows.values()) {
    const fresh = server.list(view, 10_000).items;
    const loaded = window.edge === null ? fresh : fresh.filter((each) => inOrder(view.sort)(each, { ...each, last_message_at: window.edge!.at, id: window.edge!.id }) <= 0);
    expect(window.items).toEqual(loaded);
  }
});

test("news while an answer is on its way is fetched again when the answer lands", async () => {
  const fetched: string[][] = [];
  const catchUp = new CatchUp({ refetch: async (ids) => { fetched.push(ids); }, heard: () => undefined, startOver: () => undefined, wait: () => Promise.resolve() });
  catchUp.fetchedAt(10);
  catchUp.greeted(10);
  catchUp.facts([{ cursor: 12, name: "message.arrived", at: "", conversation_id: "c1", contact_id: "", by: "", data: {} }], 12);
  await catchUp.settled();

  catchUp.fetchedAt(11); // asked before fact 12, answered after it
  await catchUp.settled();

  expect(fetched).toEqual([["c1"], ["c1"]]);
});

test("a world that was empty when we looked is looked at again", () => {
  let restarts = 0;
  const catchUp = new CatchUp({ refetch: async () => undefined, heard: () => undefined, startOver: () => { restarts++; }, wait: () => Promise.resolve() });
  catchUp.fetchedAt(0);
  catchUp.greeted(3);
  expect(restarts).toBe(1);
  expect(catchUp.from).toBe(3);
});

test("of two answers before the connection the older decides where to go on from", () => {
  const catchUp = new CatchUp({ refetch: async () => undefined, heard: () => undefined, startOver: () => undefined, wait: () => Promise.resolve() });
  catchUp.fetchedAt(10);
  catchUp.fetchedAt(8);
  catchUp.greeted(11);
  expect(catchUp.from).toBe(8);
});

test("an answer from before everything we heard of makes us start over", () => {
  let restarts = 0;
  const catchUp = new CatchUp({ refetch: async () => undefined, heard: () => undefined, startOver: () => { restarts++; }, wait: () => Promise.resolve() });
  catchUp.fetchedAt(10);
  catchUp.greeted(10);
  catchUp.fetchedAt(7);
  expect(restarts).toBe(1);
});
