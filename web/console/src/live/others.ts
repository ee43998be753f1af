import { create } from "zustand";
import type { Named, PresenceState } from "../api";
import type { Ephemeral, LinkState } from "./socket";

const typingMs = 6_000;

interface Typing { id: string; name: string; kind: "staff" | "contact"; until: number }

interface Others {
  link: LinkState;
  typing: Record<string, Typing[]>;
  viewing: Record<string, Named[]>;
  presence: Record<string, PresenceState>;
}

/** What is true only for the moment: who is typing, who is looking, who is
 * there, and whether we hear of it at all. Never stored. */
export const useOthers = create<Others>(() => ({ link: "connecting", typing: {}, viewing: {}, presence: {} }));

export function linkIs(link: LinkState): void {
  useOthers.setState(link === "live" ? { link } : { link, typing: {}, viewing: {} });
}

export function heardOf(word: Ephemeral): void {
  switch (word.t) {
    case "typing":
      return typing(word.conversation_id, { ...word.who, until: Date.now() + typingMs });
    case "viewing":
      return useOthers.setState((old) => ({ viewing: { ...old.viewing, [word.conversation_id]: word.staff } }));
    case "presence":
      return useOthers.setState((old) => ({ presence: { ...old.presence, [word.staff_id]: word.state } }));
  }
}

/** A message arrived from them, so they are not typing it any more. */
export function stoppedTyping(conversation: string, id: string): void {
  useOthers.setState((old) => ({
    typing: { ...old.typing, [conversation]: (old.typing[conversation] ?? []).filter((each) => each.id !== id) },
  }));
}

function typing(conversation: string, who: Typing): void {
  const rest = (useOthers.getState().typing[conversation] ?? []).filter((each) => each.id !== who.id);
  useOthers.setState((old) => ({ typing: { ...old.typing, [conversation]: [...rest, who] } }));
  setTimeout(() => {
    const now = Date.now();
    useOthers.setState((old) => ({
      typing: { ...old.typing, [conversation]: (old.typing[conversation] ?? []).filter((each) => each.until > now) },
    }));
  }, typingMs + 50);
}
