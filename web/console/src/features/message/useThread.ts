import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { keys } from "../../live";
import { threadPageOf } from "../../live/cache";
import { threadOf, withOlder, type Thread } from "../../live/thread";

/** The end of a conversation, and its way back page by page. */
export function useThread(conversation: string) {
  const client = useQueryClient();
  const queryKey = useMemo(() => keys.thread(conversation), [conversation]);
  const query = useQuery<Thread>({
    queryKey,
    queryFn: async () => threadOf(await threadPageOf(conversation)),
    enabled: conversation !== "",
    staleTime: 60_000,
  });
  const busy = useRef(false);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const older = useCallback(async (limit?: number) => {
    const thread = client.getQueryData<Thread>(queryKey);
    if (!thread?.older || busy.current) return;
    busy.current = true;
    setLoadingOlder(true);
    try {
      const page = await threadPageOf(conversation, thread.older, limit);
      client.setQueryData<Thread>(queryKey, (now) => now && withOlder(now, page));
    } finally {
      busy.current = false;
      setLoadingOlder(false);
    }
  }, [client, conversation, queryKey]);
  return { query, older, loadingOlder };
}
