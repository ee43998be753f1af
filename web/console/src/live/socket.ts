import type { CatchUp } from "./catchup";
import type { Fact } from "../api";

export type Ephemeral =
  | { t: "typing"; conversation_id: string; who: { kind: "staff" | "contact"; id: string; name: string } }
  | { t: "viewing"; conversation_id: string; who: { kind: "staff"; id: string; name: string }; looking: boolean };

type FromServer =
  | { t: "hello"; cursor: number }
  | { t: "facts"; items: Fact[]; cursor: number }
  | { t: "reset"; cursor: number }
  | { t: "pong" }
  | Ephemeral;

export type LinkState = "connecting" | "live" | "lost";

export interface SocketHooks {
  link(state: LinkState): void;
  ephemeral(word: Ephemeral): void;
  signedOut(): void;
}

const pingMs = 25_000;
const silenceMs = 40_000;
const signedOutCode = 4401;
const tooSlowCode = 4408;

/** The one connection to the server. It never gives up while the person is
 * signed in; after sleep or a new network it looks again at once. */
export class Socket {
  private link: WebSocket | null = null;
  private heardAt = 0;
  private attempts = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private pulse: ReturnType<typeof setInterval> | undefined;
  private viewed = "";
  private open = false;
  private readonly url: string;
  private readonly catchUp: CatchUp;
  private readonly hooks: SocketHooks;

  constructor(url: string, catchUp: CatchUp, hooks: SocketHooks) {
    this.url = url;
    this.catchUp = catchUp;
    this.hooks = hooks;
  }

  start(): void {
    this.open = true;
    this.connect();
    this.pulse = setInterval(() => this.beat(), pingMs);
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.cut);
    document.addEventListener("visibilitychange", this.wake);
  }

  stop(): void {
    this.open = false;
    clearTimeout(this.retry);
    clearInterval(this.pulse);
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.cut);
    document.removeEventListener("visibilitychange", this.wake);
    this.link?.close(1000);
    this.link = null;
  }

  viewing(conversation: string): void {
    this.viewed = conversation;
    this.say({ t: "viewing", conversation_id: conversation });
  }

  typing(conversation: string): void {
    this.say({ t: "typing", conversation_id: conversation });
  }

  private connect(): void {
    if (!this.open) return;
    clearTimeout(this.retry);
    const link = new WebSocket(this.url);
    this.link = link;
    this.heardAt = Date.now();
    link.onmessage = (event) => {
      if (this.link === link) this.hear(JSON.parse(String(event.data)) as FromServer);
    };
    link.onclose = (event) => {
      if (this.link === link) this.closed(event.code);
    };
  }

  private hear(word: FromServer): void {
    this.heardAt = Date.now();
    switch (word.t) {
      case "hello":
        this.attempts = 0;
        this.catchUp.greeted(word.cursor);
        this.say({ t: "from", cursor: this.catchUp.from });
        if (this.viewed) this.viewing(this.viewed);
        this.hooks.link("live");
        return;
      case "facts":
        this.catchUp.facts(word.items, word.cursor);
        return;
      case "reset":
        this.catchUp.reset(word.cursor);
        return;
      case "pong":
        return;
      default:
        this.hooks.ephemeral(word);
    }
  }

  private closed(code: number): void {
    this.link = null;
    if (!this.open) return;
    if (code === signedOutCode) {
      this.open = false;
      this.hooks.signedOut();
      return;
    }
    this.hooks.link("lost");
    const wait = code === tooSlowCode ? 0 : backOff(this.attempts++, Math.random());
    this.retry = setTimeout(() => this.connect(), wait);
  }

  private beat(): void {
    if (Date.now() - this.heardAt > silenceMs) this.again();
    else this.say({ t: "ping" });
  }

  /** The network or the person came back: do not wait for the next attempt. */
  private readonly wake = (): void => {
    if (document.visibilityState === "hidden") return;
    if (this.link === null || Date.now() - this.heardAt > silenceMs) this.again();
    else this.say({ t: "ping" });
  };

  /** The network is gone, which the connection itself would notice much later. */
  private readonly cut = (): void => {
    const old = this.link;
    this.link = null;
    old?.close();
    this.closed(0);
  };

  private again(): void {
    const old = this.link;
    this.link = null;
    old?.close();
    this.hooks.link("lost");
    this.connect();
  }

  private say(word: object): void {
    if (this.link?.readyState === WebSocket.OPEN) this.link.send(JSON.stringify(word));
  }
}

/** Full jitter: a thousand consoles that lost the same server must not all
 * come back in the same second. */
export function backOff(attempt: number, chance: number): number {
  const ceiling = Math.min(20_000, 500 * 2 ** Math.min(attempt, 6));
  return Math.round(250 + chance * ceiling);
}
