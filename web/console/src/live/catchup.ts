import type { Fact } from "../api";

/** What the catch-up needs from the world around it. */
export interface Hands {
  /** Fetches these conversations anew and puts them where they belong. */
  refetch(ids: string[]): Promise<void>;
  /** Everything else that facts are about: threads, contacts, people, counts. */
  heard(facts: Fact[]): void;
  /** Forgets what is cached and fetches again. */
  startOver(): void;
  wait(ms: number): Promise<void>;
}

const gatherMs = 40;
const batch = 50;
const remembered = 5000;

/** Facts that no list and no conversation shows. */
const unseen = new Set(["conversation.queued", "conversation.unqueued", "offer.made", "offer.ended"]);

/** Keeps the cache at a cursor. Fetches say where they stood; facts say which
 * conversations moved since; those are fetched again, one batch at a time, so
 * that an older answer can never land on a newer one. */
export class CatchUp {
  private cursor: number | null = null;
  private begun = false;
  private readonly moved = new Map<string, number>();
  /** `moved` knows everything that happened after this cursor. */
  private forgottenUpTo = 0;
  private flying: string[] = [];
  private readonly waiting = new Set<string>();
  private running: Promise<void> | null = null;
  private readonly hands: Hands;

  constructor(hands: Hands) {
    this.hands = hands;
  }

  /** Where the next connection should go on from. */
  get from(): number {
    return this.cursor ?? 0;
  }

  /** A fetch was answered from the state at this cursor. If facts have been
   * applied past it, what moved meanwhile may be stale in that answer. */
  fetchedAt(cursor: number | undefined): void {
    if (cursor === undefined) return;
    // Before the connection the oldest answer decides where to go on from.
    if (this.cursor === null || !this.begun) {
      this.cursor = Math.min(this.cursor ?? cursor, cursor);
      return;
    }
    if (cursor >= this.cursor) return;
    if (cursor < this.forgottenUpTo) {
      this.hands.startOver();
      return;
    }
    for (const [id, at] of this.moved) if (at > cursor) this.waiting.add(id);
    this.go();
  }

  /** The server's first word on a new connection. */
  greeted(cursor: number): void {
    const first = !this.begun;
    this.begun = true;
    if (this.cursor === null) this.cursor = cursor;
    if (first) this.forgottenUpTo = this.cursor;
    // "From 0" means "from now", so a world that was empty when we looked and
    // is not any more has to be looked at again.
    if (this.cursor === 0 && cursor > 0) this.reset(cursor);
  }

  facts(facts: Fact[], cursor: number): void {
    for (const fact of facts) {
      if (!fact.conversation_id || unseen.has(fact.name)) continue;
      this.moved.delete(fact.conversation_id);
      this.moved.set(fact.conversation_id, fact.cursor);
      this.waiting.add(fact.conversation_id);
    }
    this.forget();
    this.cursor = Math.max(this.cursor ?? 0, cursor);
    this.hands.heard(facts);
    this.go();
  }

  reset(cursor: number): void {
    this.cursor = cursor;
    this.forgottenUpTo = cursor;
    this.moved.clear();
    this.waiting.clear();
    // Their answer may be older than what is fetched now.
    for (const id of this.flying) this.waiting.add(id);
    this.hands.startOver();
  }

  /** Resolves when nothing that was heard is still to be fetched. */
  async settled(): Promise<void> {
    while (this.running) await this.running;
  }

  private go(): void {
    if (this.running || this.waiting.size === 0) return;
    this.running = this.drain().finally(() => {
      this.running = null;
      this.go();
    });
  }

  private async drain(): Promise<void> {
    await this.hands.wait(gatherMs);
    let failures = 0;
    while (this.waiting.size > 0) {
      const ids = [...this.waiting].slice(0, batch);
      ids.forEach((id) => this.waiting.delete(id));
      this.flying = ids;
      try {
        await this.hands.refetch(ids);
        failures = 0;
      } catch {
        ids.forEach((id) => this.waiting.add(id));
        failures = Math.min(failures + 1, 6);
        await this.hands.wait(500 * 2 ** failures);
      } finally {
        this.flying = [];
      }
    }
  }

  private forget(): void {
    for (const [id, at] of this.moved) {
      if (this.moved.size <= remembered) return;
      this.moved.delete(id);
      this.forgottenUpTo = Math.max(this.forgottenUpTo, at);
    }
  }
}
