import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { api, asFault, type Conversation, type Fault, type NewMessage } from "../../api";
import { placeMessage } from "../../live/cache";
import type { Content } from "./rules";

export type Then = NewMessage["then"];

/** Sends, once: the same text tried again carries the same client id, so that
 * a lost answer cannot become a second message. */
export function useSend(conversation: Conversation) {
  const client = useQueryClient();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const attempt = useRef({ of: "", id: "" });

  const send = useCallback(async (content: Content, then?: Then): Promise<boolean> => {
    const of = JSON.stringify([content, then]);
    if (attempt.current.of !== of) attempt.current = { of, id: crypto.randomUUID() };
    setSending(true);
    setFault(null);
    try {
      placeMessage(client, await api.messages.send(conversation.id, {
        kind: content.kind, text: content.html ? "" : content.text, html: content.html, then, client_id: attempt.current.id,
        attachments: content.attachments.map((each) => ({ upload: each.upload })),
      }));
      attempt.current = { of: "", id: "" };
      return true;
    } catch (cause) {
      setFault(asFault(cause));
      return false;
    } finally {
      setSending(false);
    }
  }, [client, conversation.id]);

  return { send, sending, fault, forgive: () => setFault(null) };
}
