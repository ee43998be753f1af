import type { Chat, State } from "./chat";
import { Close, Waves } from "./Icons";
import type { Say } from "./words";

export function Header({ chat, say, closable }: { chat: Chat; say: Say; closable: boolean }) {
  const { face, locale, phase } = chat.state;
  return (
    <header class="header">
      {face?.look.logo ? <img class="mark logo" src={face.look.logo} alt="" /> : <span class="mark"><Waves /></span>}
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
  const soon = pace(state.face?.replyWithin ?? 0, say);
  return state.staffOnline ? say("online") + (soon && ` · ${soon}`) : say("away");
}

/** Rounded up, so that nobody waits longer than was said. */
function pace(seconds: number, say: Say): string {
  if (!seconds) return "";
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 90) return say("reply_minutes", { n: minutes <= 5 ? 5 : Math.ceil(minutes / 5) * 5 });
  return minutes <= 36 * 60 ? say("reply_hours", { n: Math.ceil(minutes / 60) }) : say("reply_days", { n: Math.ceil(minutes / 1440) });
}
