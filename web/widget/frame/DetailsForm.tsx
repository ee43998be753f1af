// The form of Details.tsx, fetched when somebody opens it.

import { useState } from "preact/hooks";
import type { Chat } from "./chat";
import { uuid } from "./uuid";
import "./details.css";
import type { Say } from "./words";

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function DetailsForm({ chat, say, begun, close }: { chat: Chat; say: Say; begun: boolean; close: () => void }) {
  const [name, setName] = useState(chat.state.claimed.name);
  const [email, setEmail] = useState(chat.state.claimed.email);
  const [wrong, setWrong] = useState(false);

  const done = () => {
    const given = { name: name.trim(), email: email.trim() };
    if (given.email && !address.test(given.email)) return setWrong(true);
    chat.identify(given);
    close();
    // Somebody who leaves now would never send a next message to carry it.
    const details = [given.name, given.email].filter(Boolean).join(", ");
    if (details && begun) chat.say(say("details_said", { details }), [], uuid(), new Date());
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault(); // inside the composer's form, where Enter would send the message
    done();
  };

  return (
    <div class="details" role="group" aria-label={say("details")} onKeyDown={onEnter}>
      <p class="soft">{say("details_why")} {say(begun ? "details_later" : "details_first")}</p>
      <label>{say("name")}<input class="entry" value={name} autocomplete="name" maxLength={200} onInput={(event) => setName(event.currentTarget.value)} /></label>
      <label>
        {say("email")}
        <input class="entry" type="email" value={email} autocomplete="email" maxLength={320} aria-invalid={wrong} onInput={(event) => setEmail(event.currentTarget.value)} />
      </label>
      {wrong && <p class="problem" role="alert">{say("email_wrong")}</p>}
      <button type="button" class="plain" onClick={done}>{say("done")}</button>
    </div>
  );
}
