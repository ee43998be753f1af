import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { asFault } from "../../api";
import { routing } from "../../api/routing";
import type { Offer } from "../../commands/command";
import { useLive } from "../../live/LiveContext";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Takes whoever is taken first of all that one can, and opens it. */
export function useNext(may: boolean): Offer {
  const { t } = useWords();
  const live = useLive();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const run = () => {
    if (asking) return;
    setAsking(true);
    routing.next().then(
      ({ conversation, beyond }) => {
        if (!conversation) return say.note(t(beyond > 0 ? "next.beyond" : "next.none"));
        live.changed(conversation);
        void navigate({ to: "/desk/$view", params: { view: "mine" }, search: { c: conversation.id } });
      },
      (cause: unknown) => say.bad(faultWords(t, asFault(cause))),
    ).finally(() => setAsking(false));
  };
  return { name: "queue.next", keys: "q", enabled: may, run };
}
