import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { messageOf } from "./rules";

/** Goes to what a notification is about; who is at the desk stays in their view. */
export function useOpening(): (what: { kind: string; conversation?: string; channel?: string; queue?: string; message_id?: string }) => void {
  const navigate = useNavigate();
  return useCallback((what) => {
    if (what.queue) return void navigate({ to: "/floor" });
    if (what.channel) return void navigate({ to: "/settings/channels/$id", params: { id: what.channel } });
    const search = { c: what.conversation, m: messageOf(what) };
    if (location.pathname.startsWith("/desk/")) void navigate({ to: ".", search: (old: Record<string, unknown>) => ({ ...old, ...search }) });
    else void navigate({ to: "/desk/$view", params: { view: ["mentioned", "risk", "help"].includes(what.kind) ? "all" : "mine" }, search });
  }, [navigate]);
}
