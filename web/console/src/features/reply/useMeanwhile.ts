import { useState } from "react";
import type { Message } from "../../api";
import { useThread } from "../message/useThread";

const none: Message[] = [];

/** What a colleague answered since the writing began, so that no two answer unawares. */
export function useMeanwhile(conversation: string, me: string, writing: boolean) {
  const messages = useThread(conversation).query.data?.messages ?? none;
  const newest = messages.at(-1)?.id ?? "";
  const [begun, setBegun] = useState("");
  if (writing && !begun && newest) setBegun(newest);
  if (!writing && begun) setBegun("");
  const at = begun ? messages.findIndex((each) => each.id === begun) : -1;
  const answer = at < 0 ? undefined : messages.slice(at + 1).find((each) => each.kind === "reply" && each.author.kind === "staff" && each.author.id !== me);
  return { newest, who: answer?.author.name, heed: () => setBegun(newest) };
}
