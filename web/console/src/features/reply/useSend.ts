import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { api, asFault, type Conversation, type Fault, type NewMessage } from "../../api";
import { placeMessage } from "../../live/cache";
import type { Content } from "./rules";

export type Then = NewMessage["then"];

/** A colleague answered, or the customer wrote, what the writer had not seen. */
export const wasSlower = (fault: Fault): boolean => fault.code === "message.somebody_was_quicker" || fault.code === "message.customer_was_quicker";

/** Sends, once: the same text tried again carries the same client id, so that
 * a lost answer cannot become a second message. */
export function useSend(conversation: Conversation) {
  const client = useQueryClient();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const attempt = useRef({ of: "", id: "", seen: "" });

  const send = useCallback(async (content: Content, seen: string, then?: Then, anyway = false): Promise<boolean> => {
    const of = JSON.stringify([content, then, anyway]);
    if (attempt.current.of !== of) attempt.current = { of, id: crypto.randomUUID(), seen };
    setSending(true);
    setFault(null);
    try {
      placeMessage(client, await api.messages.send(conversation.id, {
        kind: content.kind, text: content.html ? "" : content.text, html: content.html, then, client_id: attempt.current.id,
        ...(content.kind === "reply" && attempt.current.seen ? { seen_upto: attempt.current.seen, anyway } : {}),
        attachments: content.attachments.map((each) => ({ upload: each.upload })),
      }));
      attempt.current = { of: "", id: "", seen: "" };
      return true;
    } catch (cause) {
      const why = asFault(cause);
      if (wasSlower(why)) attempt.current = { of: "", id: "", seen: "" }; // nothing left; the next try knows more
      setFault(why);
      return false;
    } finally {
      setSending(false);
    }
  }, [client, conversation.id]);

  return { send, sending, fault, forgive: () => setFault(null) };
}
