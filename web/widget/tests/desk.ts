// A desk in memory and a network that fails: what the exactly-once story runs on.

import { nothingClaimed } from "../shared/bridge";
import type { Api } from "../frame/api";
import { Refusal } from "../frame/api";
import type { Home } from "../frame/home";
import type { ToFrame, ToLoader } from "../shared/bridge";

type Stored = { id: string; clientId: string; text: string; sentAt: string };
type Letter = { id: string; text: string; sent_at: string };

/** Stores one message per client id, as the real one does by a unique constraint. */
export class Desk {
  stored: Stored[] = [];
  readonly listeners = new Set<(message: object) => void>();

  take(frame: Letter): { message_id: string; at: string; duplicate: boolean } {
    const known = this.stored.find((message) => message.clientId === frame.id);
    if (known) return { message_id: known.id, at: known.sentAt, duplicate: true };
    const message = { id: `m${String(this.stored.length).padStart(6, "0")}`, clientId: frame.id, text: frame.text, sentAt: frame.sent_at };
    this.stored.push(message);
    for (const tell of this.listeners) tell(wire(message));
    return { message_id: message.id, at: message.sentAt, duplicate: false };
  }

  /** Client ids in the order in which the messages were written. */
  written(): string[] {
    return this.stored.toSorted((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt) || (a.id < b.id ? -1 : 1)).map((message) => message.clientId);
  }

  newest(): object[] {
    return this.stored.map(wire);
  }
}

function wire(message: Stored): object {
  return { id: message.id, kind: "inbound", text: message.text, client_id: message.clientId, delivery: "received", sent_at: message.sentAt };
}

/** Loses, breaks and delays as the random numbers say, until it is calm. */
export class Weather {
  calm = false;

  constructor(readonly random: () => number) {}

  strikes(part: number): boolean {
    return !this.calm && this.random() < part;
  }
}

export class FlakySocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly weather: Weather,
  ) {
    this.#soon(() => {
      if (this.weather.strikes(0.2)) return this.#break();
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(data: string): void {
    if (this.weather.strikes(0.1)) return; // written into a dead wire
    this.#soon(() => this.#arrive(JSON.parse(data)));
  }

  close(): void {
    this.readyState = 3;
    this.desk.listeners.delete(this.#push);
    this.onmessage = this.onclose = null;
  }

  #arrive(frame: Letter & { t: string }): void {
    if (this.readyState !== 1 || this.weather.strikes(0.1)) return this.#break(); // lost on the way there
    if (frame.t === "hello") this.desk.listeners.add(this.#push);
    if (frame.t === "hello") this.#answer({ t: "ready", conversation: null, messages: this.desk.newest(), read_upto: "", staff_online: true });
    if (frame.t === "ping") this.#answer({ t: "pong" });
    if (frame.t !== "message") return;
    if (this.weather.strikes(0.1)) return this.#answer({ t: "refused", id: frame.id, code: "limited", retry: true });
    const taken = this.desk.take(frame);
    if (this.weather.strikes(0.2)) return this.#break(); // stored, and the acknowledgement lost
    this.#answer({ t: "ack", id: frame.id, ...taken });
  }

  readonly #push = (message: object) => this.#answer({ t: "message", message });

  #answer(frame: object): void {
    this.#soon(() => this.readyState === 1 && this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  #break(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.desk.listeners.delete(this.#push);
    this.onclose?.({ code: 1006 });
  }

  #soon(then: () => void): void {
    setTimeout(then, Math.floor(this.weather.random() * 400));
  }
}

export function flakyApi(desk: Desk, weather: Weather): Api {
  const ask = async <T>(answer: () => T): Promise<T> => {
    if (weather.strikes(0.2)) throw new Refusal(0, "");
    const said = answer();
    if (weather.strikes(0.1)) throw new Refusal(0, "");
    return said;
  };
  return {
    liveUrl: "ws://desk",
    visit: (token: string) => ask(() => ({ token: token || "tok", face: { name: "", title: {}, greeting: {}, colour: "" }, conversation: null, unread: 0 })),
    newest: () => ask(() => ({ items: desk.newest().map((item) => ({ ...item, clientId: (item as { client_id: string }).client_id, html: "", author: "", sentAt: (item as Letter).sent_at, attachments: [] })) as never, next: "" })),
    say: (_: string, frame: object) => ask(() => desk.take(frame as Letter)),
  } as unknown as Api;
}

/** The page's storage, shared by its tabs and outliving reloads. */
export class Storage {
  readonly parcels = new Map<string, string>();
  token = "";
  seen = "";
  readonly #tabs = new Set<(word: ToFrame) => void>();

  tab(): Home & { leave(): void } {
    let heard: (word: ToFrame) => void = () => {};
    const others = (word: ToFrame) => [...this.#tabs].filter((tab) => tab !== heard).forEach((tab) => queueMicrotask(() => tab(word)));
    return {
      tell: (word: ToLoader) => {
        if (word.t === "keep") {
          if (word.over || !this.token) this.token = word.token;
          queueMicrotask(() => heard({ t: "token", token: this.token }));
        }
        if (word.t === "parcel") {
          if (word.value) this.parcels.set(word.id, word.value);
          else if (!this.parcels.delete(word.id)) return;
          others(word);
        }
      },
      listen: (listener) => {
        heard = listener;
        this.#tabs.add(heard);
        heard({ t: "hello", token: this.token, outbox: [...this.parcels.values()], seen: this.seen, locale: "en", page: "", open: true, phone: false, claimed: nothingClaimed, proof: null, ticket: "" });
      },
      leave: () => void this.#tabs.delete(heard),
    };
  }
}
