import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, type Conversation } from "../../api";
import { keys } from "../../live";
import type { Window } from "../../live/rules";

/** One conversation; drawn at once from the list it was chosen in. */
export function useConversation(id: string) {
  const client = useQueryClient();
  const fromList = useMemo(() => {
    for (const [, window] of client.getQueriesData<Window>({ queryKey: keys.lists })) {
      const found = window?.items.find((each) => each.id === id);
      if (found) return found;
    }
    return undefined;
  }, [client, id]);
  return useQuery<Conversation>({
    queryKey: keys.conversation(id),
    queryFn: () => api.conversations.get(id),
    enabled: id !== "",
    initialData: fromList,
    initialDataUpdatedAt: 0, // the card is still fetched: `can` may differ
    staleTime: 60_000,
  });
}
