import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { api, type Notice, type Notices } from "../../api";
import { over } from "../../ui/over";
import { wordy } from "../../words";
import { goOn } from "./device";
import { stateOf, toSay } from "./rules";
import { useOpening } from "./useOpening";

const glanceMs = 800;
/** More at once is no word but a noise: the bell has the number. */
const atOnce = 3;

/** Says aloud what is urgent, takes as seen what is looked at, and follows a
 * push that was clicked. `first` was new before we came. */
export default function Herald({ first, fresh }: { first: Notice[]; fresh: Notices }) {
  const open = useOpening();
  const here = useRouterState({ select: (state) => (state.location.search as { c?: string }).c ?? "" });
  const said = useRef(new Set(first.map(stateOf)));
  const spoke = useRef(false); // before the first word there is nothing to take out of the corner

  useEffect(() => {
    const words = toSay(fresh.items, said.current, document.visibilityState === "visible" ? here : "");
    fresh.items.forEach((each) => said.current.add(stateOf(each)));
    if (words.length === 0 || document.visibilityState !== "visible") return; // unseen it is nothing; a push may tell them
    void wordy(() => import("./aloud")).then(({ sayAloud }) => {
      spoke.current = true;
      for (const each of words.slice(0, atOnce)) sayAloud(each, () => open({ kind: each.kind, conversation: each.conversation?.id, channel: each.channel?.id, queue: each.queue?.id, message_id: each.message_id }));
    });
  }, [fresh]);

  // What is new about a conversation is seen once somebody has it before them.
  useEffect(() => {
    if (here && spoke.current) over(({ notification }) => notification.destroy(here));
    if (!here || !(fresh.items.some((each) => each.conversation?.id === here) || fresh.unseen > fresh.items.length)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => void api.notifications.see({ conversation_id: here }).catch(() => undefined), glanceMs);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [fresh, here]);

  useEffect(() => {
    if (globalThis.Notification?.permission === "granted") void goOn().catch(() => undefined); // the next start tries again
  }, []);

  useEffect(() => {
    const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    const told = (event: MessageEvent<{ t?: string; kind?: string; conversation?: string; channel?: string; queue?: string; message?: string }>) => {
      const { t: sort, kind = "", conversation, channel, queue, message } = event.data;
      if (sort === "notification" && (conversation || channel || queue)) open({ kind, conversation, channel, queue, message_id: message });
    };
    worker?.addEventListener("message", told);
    worker?.startMessages();
    return () => worker?.removeEventListener("message", told);
  }, [open]);
  return null;
}
