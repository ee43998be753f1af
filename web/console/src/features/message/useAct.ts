import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { asFault, type Message } from "../../api";
import { placeMessage } from "../../live/cache";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Does something to a message: its answer is shown at once, its refusal in words. */
export function useAct(): { busy: boolean; act: (work: Promise<Message>) => void } {
  const { t } = useWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const act = useCallback((work: Promise<Message>) => {
    setBusy(true);
    work.then((answer) => placeMessage(client, answer), (cause: unknown) => say.bad(faultWords(t, asFault(cause)))).finally(() => setBusy(false));
  }, [client, t]);
  return { busy, act };
}
