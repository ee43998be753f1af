import type { QueryClient } from "@tanstack/react-query";
import type { Conversation } from "../api";
import { hear, place, refetch } from "./cache";
import { CatchUp } from "./catchup";
import { keys } from "./keys";
import { heardOf, linkIs } from "./others";
import { Socket } from "./socket";

export { keys } from "./keys";
export { useOthers } from "./others";

const countsMs = 300;

/** Keeps one person's screen true: the cache, its cursor and the connection. */
export class Live {
  readonly catchUp: CatchUp;
  private readonly socket: Socket;
  private readonly client: QueryClient;
  private counting: ReturnType<typeof setTimeout> | undefined;

  constructor(client: QueryClient, me: string, signedOut: () => void) {
    this.client = client;
    this.catchUp = new CatchUp({
      refetch: (ids) => refetch(client, ids),
      heard: (facts) => {
        hear(client, facts, me);
        this.countAgain();
      },
      startOver: () => void client.invalidateQueries(),
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    });
    this.socket = new Socket(address(), this.catchUp, { link: linkIs, ephemeral: heardOf, signedOut });
  }

  start(): void { this.socket.start(); }

  stop(): void {
    clearTimeout(this.counting);
    this.socket.stop();
  }

  viewing(conversation: string): void { this.socket.viewing(conversation); }

  typing(conversation: string): void { this.socket.typing(conversation); }

  /** What a verb answered is true at once; its fact will only confirm it. */
  changed(conversation: Conversation): void {
    place(this.client, [conversation]);
    this.countAgain();
  }

  private countAgain(): void {
    if (this.counting) return;
    this.counting = setTimeout(() => {
      this.counting = undefined;
      void this.client.invalidateQueries({ queryKey: keys.views });
    }, countsMs);
  }
}

function address(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/v1/live`;
}
