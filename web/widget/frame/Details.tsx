import { useState } from "preact/hooks";
import type { Chat } from "./chat";
import { uuid } from "./uuid";
import type { Say } from "./words";

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Asks, and never insists, for a way to answer somebody who leaves. */
export function Details({ chat, say }: { chat: Chat; say: Say }) {
  const { claimed, person, guest, phase, staffOnline, thread, box } = chat.state;
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(claimed.name);
  const [email, setEmail] = useState(claimed.email);
  const [wrong, setWrong] = useState(false);
  const begun = thread.messages.length + box.length > 0;
  const useful = !staffOnline || begun;
  if (!open && (claimed.email || person || guest || phase !== "live" || !useful)) return null;
  if (!open) return <button type="button" class="details-open" onClick={() => setOpen(true)}>{say("details")}</button>;

  const done = () => {
    const given = { name: name.trim(), email: email.trim() };
    if (given.email && !address.test(given.email)) return setWrong(true);
    chat.identify(given);
    setOpen(false);
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
      <label>{say("name")}<input value={name} autocomplete="name" maxLength={200} onInput={(event) => setName(event.currentTarget.value)} /></label>
      <label>
        {say("email")}
        <input type="email" value={email} autocomplete="email" maxLength={320} aria-invalid={wrong} onInput={(event) => setEmail(event.currentTarget.value)} />
      </label>
      {wrong && <p class="problem" role="alert">{say("email_wrong")}</p>}
      <button type="button" class="plain" onClick={done}>{say("done")}</button>
    </div>
  );
}
