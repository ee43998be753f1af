import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { api, asFault, type Fault } from "../../api";
import { keys } from "../../live";
import { useLive } from "../../live/LiveContext";
import { extended, opened, type View, type Window } from "../../live/rules";

const pageSize = 50;
const mostAtOnce = 200;

function asked(view: View) {
  return { ...(view.filter === undefined ? { view: view.key } : { filter: view.filter }), tag: view.tag, channel: view.channel, sort: view.sort || undefined };
}

/** The loaded part of a list. Live news keeps it true; scrolling extends it. */
export function useWindow(view: View) {
  const live = useLive();
  const client = useQueryClient();
  const queryKey = useMemo(() => keys.list(view), [view]);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      // Fetching again keeps the length, so that the place in the list stays.
      const length = client.getQueryData<Window>(queryKey)?.items.length ?? 0;
      const limit = Math.min(mostAtOnce, Math.max(pageSize, length));
      const page = await api.conversations.list({ ...asked(view), limit }, signal);
      queueMicrotask(() => live.catchUp.fetchedAt(page.cursor));
      return { ...opened(page), cursor: page.cursor };
    },
    staleTime: 60_000,
  });

  const busy = useRef(false);
  const [moreFault, setMoreFault] = useState<Fault | null>(null);
  const more = useCallback(async () => {
    const window = client.getQueryData<Window>(queryKey);
    if (!window?.next || busy.current) return;
    busy.current = true;
    setMoreFault(null);
    try {
      const page = await api.conversations.list({ ...asked(view), limit: pageSize, after: window.next });
      client.setQueryData<Window>(queryKey, (now) => (now && now.next === window.next ? extended(view, now, page) : now));
      live.catchUp.fetchedAt(page.cursor);
    } catch (cause) {
      setMoreFault(asFault(cause));
    } finally {
      busy.current = false;
    }
  }, [client, live, queryKey, view]);

  return { query, more, moreFault };
}
