import type { Chat, State } from "./chat";
import { Close, Waves } from "./Icons";
import type { Say } from "./words";

export function Header({ chat, say, closable }: { chat: Chat; say: Say; closable: boolean }) {
  const { face, locale, phase } = chat.state;
  return (
    <header class="header">
      <span class="mark"><Waves /></span>
      <div class="who">
        <h1 tabIndex={-1}>{face?.title[locale] || face?.name || say("title")}</h1>
        {phase !== "closed" && <p class={`presence ${presence(chat.state)}`}>{status(chat.state, say)}</p>}
      </div>
      {closable && (
        <button type="button" class="quiet" onClick={() => chat.close()} aria-label={say("close")} title={say("close")}>
          <Close />
        </button>
      )}
    </header>
  );
}

function presence(state: State): string {
  return state.phase === "live" && state.staffOnline ? "here" : "";
}

function status(state: State, say: Say): string {
  if (state.phase !== "live") return say("connecting");
  return say(state.staffOnline ? "online" : "away");
}
