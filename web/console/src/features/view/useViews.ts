import { useQuery } from "@tanstack/react-query";
import { api, type ViewCount, type ViewKey } from "../../api";
import { keys } from "../../live";
import { useLive } from "../../live/LiveContext";

export const viewOrder: ViewKey[] = ["mine", "unassigned", "team", "all", "waiting", "snoozed", "resolved"];

export function useViews() {
  const live = useLive();
  return useQuery({
    queryKey: keys.views,
    queryFn: async () => {
      const views = await api.conversations.views();
      live.catchUp.fetchedAt(views.cursor);
      return views;
    },
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
    select: (views) => new Map<string, ViewCount>(views.items.map((each) => [each.key, each])),
  });
}
