import { create } from "zustand";
import type { PresenceState } from "../api";
import type { Ephemeral, LinkState } from "./socket";

const typingMs = 6_000;

/** A colleague who looks says so every 20 seconds. */
const viewingMs = 45_000;

interface Viewing { id: string; name: string; until: number }

interface Typing { id: string; name: string; kind: "staff" | "contact"; until: number }

interface Others {
  link: LinkState;
  typing: Record<string, Typing[]>;
  viewing: Record<string, Viewing[]>;
  presence: Record<string, PresenceState>;
  reasons: Record<string, string>;
}

/** What is true only for the moment: who is typing, who is looking, who is
 * there, and whether we hear of it at all. Never stored. */
export const useOthers = create<Others>(() => ({ link: "connecting", typing: {}, viewing: {}, presence: {}, reasons: {} }));

export function linkIs(link: LinkState): void {
  useOthers.setState(link === "live" ? { link } : { link, typing: {}, viewing: {} });
}

export function heardOf(word: Ephemeral): void {
  switch (word.t) {
    case "typing":
      return typing(word.conversation_id, { ...word.who, until: Date.now() + typingMs });
    case "viewing":
      return viewing(word.conversation_id, word.who, word.looking);
  }
}

export function presenceIs(staff: string, state: PresenceState, reason = ""): void {
  useOthers.setState((old) => ({ presence: { ...old.presence, [staff]: state }, reasons: { ...old.reasons, [staff]: reason } }));
}

/** A message arrived from them, so they are not typing it any more. */
export function stoppedTyping(conversation: string, id: string): void {
  useOthers.setState((old) => ({
    typing: { ...old.typing, [conversation]: (old.typing[conversation] ?? []).filter((each) => each.id !== id) },
  }));
}

function viewing(conversation: string, who: { id: string; name: string }, looking: boolean): void {
  const keep = (still: (each: Viewing) => boolean, more: Viewing[] = []) => useOthers.setState((old) => ({
    viewing: { ...old.viewing, [conversation]: [...(old.viewing[conversation] ?? []).filter(still), ...more] },
  }));
  keep((each) => each.id !== who.id, looking ? [{ ...who, until: Date.now() + viewingMs }] : []);
  if (looking) setTimeout(() => keep((each) => each.until > Date.now()), viewingMs + 50);
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
