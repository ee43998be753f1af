import { useState } from "preact/hooks";
import type { Chat } from "./chat";
import type { DetailsForm } from "./DetailsForm";
import type { Say } from "./words";

/** Asks, and never insists, for a way to answer somebody who leaves. */
export function Details({ chat, say }: { chat: Chat; say: Say }) {
  const { claimed, person, guest, phase, staffOnline, thread, box } = chat.state;
  const [Form, setForm] = useState<{ it: typeof DetailsForm } | null>(null);
  const begun = thread.messages.length + box.length > 0;
  const useful = !staffOnline || begun;
  if (Form) return <Form.it chat={chat} say={say} begun={begun} close={() => setForm(null)} />;
  if (claimed.email || person || guest || phase !== "live" || !useful) return null;
  const open = () => void import("./DetailsForm").then(({ DetailsForm: it }) => setForm({ it }));
  return <button type="button" class="details-open" onClick={open}>{say("details")}</button>;
}
