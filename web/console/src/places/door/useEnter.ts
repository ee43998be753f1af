import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Me } from "../../api";
import { keys } from "../../live";

/** Steps over the threshold: what was cached for somebody else is forgotten. */
export function useEnter(): (me: Me, to?: string) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback((me, to) => {
    client.clear();
    client.setQueryData(keys.me, me);
    // Only a path of this house, never an address somebody put into the link.
    if (to && /^\/(?![/\\])/.test(to)) void navigate({ href: to, replace: true });
    else void navigate({ to: "/desk/$view", params: { view: "mine" }, search: {}, replace: true });
  }, [client, navigate]);
}
