import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { api, asFault, type Conversation, type Fault } from "../../api";
import { useLive } from "../../live/LiveContext";
import { placeMessage } from "../../live/cache";
import type { Content } from "./rules";

/** Sends, once: the same text tried again carries the same client id, so that
 * a lost answer cannot become a second message. */
export function useSend(conversation: Conversation) {
  const client = useQueryClient();
  const live = useLive();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const attempt = useRef({ of: "", id: "" });

  const send = useCallback(async (content: Content, thenResolve: boolean): Promise<boolean> => {
    const of = JSON.stringify(content);
    if (attempt.current.of !== of) attempt.current = { of, id: crypto.randomUUID() };
    setSending(true);
    setFault(null);
    try {
      placeMessage(client, await api.messages.send(conversation.id, {
        kind: content.kind, text: content.text, client_id: attempt.current.id,
        attachments: content.attachments.map((each) => ({ upload: each.upload })),
      }));
      attempt.current = { of: "", id: "" };
    } catch (cause) {
      setFault(asFault(cause));
      setSending(false);
      return false;
    }
    try {
      if (thenResolve) live.changed(await api.conversations.resolve(conversation.id));
    } catch (cause) {
      setFault(asFault(cause));
    }
    setSending(false);
    return true;
  }, [client, conversation.id, live]);

  return { send, sending, fault, forgive: () => setFault(null) };
}
