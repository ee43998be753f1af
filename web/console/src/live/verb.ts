import { useCallback } from "react";
import { asFault, type Conversation } from "../api";
import { say } from "../ui/say";
import { useWords } from "../words";
import { faultWords } from "../words/fault";
import { useLive } from "./LiveContext";

/** Runs a verb on a conversation: its answer goes into every list at once,
 * its refusal is said in words. */
export function useVerb(): (work: Promise<unknown> | void) => void {
  const live = useLive();
  const { t } = useWords();
  return useCallback((work) => {
    work?.then(
      (answer) => { if (isConversation(answer)) live.changed(answer); },
      (cause: unknown) => say.bad(faultWords(t, asFault(cause))),
    );
  }, [live, t]);
}

function isConversation(answer: unknown): answer is Conversation {
  return typeof answer === "object" && answer !== null && "waiting_since" in answer && "can" in answer;
}
