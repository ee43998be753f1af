// The line to the desk: it greets, keeps a socket, calls again with growing
// patience, and where sockets do not come through (some office proxies) it
// polls and posts instead. Whoever holds the line sees the same frames either way.

import { Refusal, type Api } from "./api";
import { waitMs } from "./backoff";
import { readFrame, type ServerFrame, type Visit } from "../shared/protocol";

export type Hello = { token: string; after: string; locale: string; page: string };

/** clock is what this browser's clock says while sending: the desk learns from it how wrong sent_at is. */
export type Letter = { t: "message"; id: string; text: string; attachments: string[]; sent_at: string; clock: string; name: string; email: string; phone: string; topic: string; order: string; consent: boolean };

export type ClientFrame = Letter | { t: "typing" } | { t: "read"; upto: string } | { t: "got"; upto: string };

export type Ear = {
  hello(): Hello; // asked anew for every call, since the cursor moves
  greeted(visit: Visit): void;
  heard(frame: ServerFrame): void;
  up(): void;
  down(): void; // also after each call that failed
  closed(code: string): void; // for good
};

const pingEveryMs = 25_000;
const silenceMs = 60_000; // a hidden tab may run its timers once a minute
const openWithinMs = 10_000;
const pollEveryMs = 4_000;
const socketsAgainMs = 60_000;
const failuresBeforePolling = 3;

export class Line {
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined; // the next step: call, ping or poll
  #wanted = false;
  #greeted = false;
  #ready = false;
  #attempt = 0;
  #deadCalls = 0; // sockets in a row that never became ready
  #heardAt = 0;
  #pollingSince = 0;
  #turn = 0; // grows with every hang-up; an answer that belongs to an earlier turn is not ours any more

  constructor(
    private readonly api: Api,
    private readonly ear: Ear,
    private readonly dial: (url: string) => WebSocket = (url) => new WebSocket(url),
    private readonly random: () => number = Math.random,
  ) {}

  get ready(): boolean {
    return this.#ready;
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#call();
  }

  stop(): void {
    this.#wanted = false;
    this.#hangUp();
  }

  /** Call now: the network came back, the tab woke up, or the token changed. */
  retry(): void {
    if (!this.#wanted) return;
    this.#attempt = 0;
    this.#hangUp();
    this.#call();
  }

  /** Somebody else is at this end now: greet anew. */
  renew(): void {
    this.#greeted = false;
    this.retry();
  }

  /** The browser lost the network. The socket would not notice for minutes. */
  lost(): void {
    if (!this.#wanted) return;
    this.#hangUp();
    this.#callLater();
  }

  /** Hands a frame over; false means that it certainly did not leave. */
  send(frame: ClientFrame): boolean {
    if (!this.#ready) return false;
    if (this.#socket) return this.#write(frame);
    if (frame.t === "message") void this.#post(frame);
    return frame.t === "message";
  }

  #call(): void {
    const turn = ++this.#turn;
    this.#greet(turn).then(
      () => turn === this.#turn && (this.#deadCalls >= failuresBeforePolling ? this.#startPolling() : this.#open()),
      (reason) => turn === this.#turn && this.#failed(reason),
    );
  }

  /** The face of the channel and a valid token come first; a socket without them is no use. */
  async #greet(turn: number): Promise<void> {
    if (this.#greeted) return;
    const visit = await this.api.visit(this.ear.hello().token);
    if (turn !== this.#turn) return;
    this.#greeted = true;
    this.ear.greeted(visit);
  }

  #open(): void {
    const socket = this.dial(this.api.liveUrl);
    this.#socket = socket;
    socket.onopen = () => this.#write({ t: "hello", ...this.ear.hello() });
    socket.onmessage = (event) => this.#socket === socket && this.#hear(readFrame(event.data));
    socket.onclose = (event) => this.#socket === socket && this.#dropped(event.code);
    this.#after(openWithinMs, () => this.#dropped(0));
  }

  #hear(frame: ServerFrame | null): void {
    this.#heardAt = Date.now();
    if (!frame) return;
    if (frame.t === "ready" && !this.#ready) {
      this.#attempt = this.#deadCalls = 0;
      this.#ready = true;
      this.#after(pingEveryMs, () => this.#ping());
    }
    this.ear.heard(frame);
    if (frame.t === "ready") this.ear.up();
  }

  #ping(): void {
    if (Date.now() - this.#heardAt > silenceMs) return this.#dropped(0);
    this.#write({ t: "ping" });
    this.#after(pingEveryMs, () => this.#ping());
  }

  #dropped(code: number): void {
    if (!this.#ready) this.#deadCalls++;
    this.#hangUp();
    if (code === 4403) this.#close("widget.origin_not_allowed");
    else if (code === 4401) this.#greetAgain();
    else this.#callLater();
  }

  /** The token may only have aged: greeting again tells, or says that the channel is closed. */
  #greetAgain(): void {
    this.#greeted = false;
    this.#deadCalls = 0;
    if (this.#attempt > 2) this.#close("channel.closed");
    else this.#callLater();
  }

  #startPolling(): void {
    this.#pollingSince = Date.now();
    void this.#poll();
  }

  async #poll(): Promise<void> {
    const turn = this.#turn;
    try {
      const page = await this.api.newest(this.ear.hello().token);
      if (turn !== this.#turn) return;
      for (const message of page.items) this.ear.heard({ t: "message", message });
      if (!this.#ready) {
        this.#ready = true;
        this.ear.up();
      }
      this.#after(pollEveryMs, () => this.#pollAgain());
    } catch (reason) {
      if (turn !== this.#turn) return;
      this.#hangUp();
      this.#failed(reason);
    }
  }

  #pollAgain(): void {
    if (Date.now() - this.#pollingSince < socketsAgainMs) return void this.#poll();
    this.#deadCalls = failuresBeforePolling - 1; // one more try with a socket
    this.#hangUp();
    this.#call();
  }

  async #post(letter: Letter): Promise<void> {
    const { token, locale, page } = this.ear.hello();
    try {
      const { t: _, ...message } = letter;
      const said = await this.api.say(token, { ...message, locale, page });
      const ack = readFrame({ ...(said as object), t: "ack", id: letter.id });
      if (ack) this.ear.heard(ack);
      else this.ear.heard({ t: "refused", id: letter.id, code: "", retry: true });
    } catch (reason) {
      const refusal = reason as Refusal;
      this.ear.heard({ t: "refused", id: letter.id, code: refusal.code, retry: refusal.passing || refusal.status === 401 });
    }
  }

  #write(frame: object): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #failed(reason: unknown): void {
    if (reason instanceof Refusal && reason.status === 401) return this.#greetAgain();
    if (reason instanceof Refusal && !reason.passing) return this.#close(reason.code || "channel.closed");
    this.#callLater();
  }

  #callLater(): void {
    this.ear.down();
    if (this.#wanted) this.#after(waitMs(this.#attempt++, this.random()), () => this.#call());
  }

  #close(code: string): void {
    this.#wanted = false;
    this.#hangUp();
    this.ear.closed(code);
  }

  #hangUp(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    if (!this.#ready) return;
    this.#ready = false;
    this.ear.down();
  }

  #after(ms: number, step: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(step, ms);
  }
}
