import { useEffect } from "react";
import { api, type Conversation } from "../../api";

const glanceMs = 800;

/** Tells the customer's side that we have read: after a glance, and only while
 * somebody can really see the screen. */
export function useSeen(conversation: Conversation, last: string | undefined): void {
  const { id, staff_read_upto: known } = conversation;
  useEffect(() => {
    if (!last || (known && known >= last)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible") return;
      // Not worth a word if it fails: the next message tells it again.
      timer = setTimeout(() => void api.messages.seen(id, last).catch(() => undefined), glanceMs);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [id, known, last]);
}
