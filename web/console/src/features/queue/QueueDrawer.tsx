import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { asFault } from "../../api";
import { routing, type Queue } from "../../api/routing";
import { keys } from "../../live";
import { Broken, Empty, Shimmer } from "../../ui/Faces";
import { PlaceRow } from "./PlaceRow";
import { useQueueWords } from "./useQueueWords";

/** Everybody who waits in a queue, in the order in which they are taken. */
export function QueueDrawer({ queue, move, close }: { queue: Queue; move: Parameters<typeof PlaceRow>[0]["move"]; close: () => void }) {
  const { t, team, needs } = useQueueWords();
  const query = useInfiniteQuery({
    queryKey: [...keys.floor, "places", queue.id], queryFn: ({ pageParam }) => routing.places(queue.id, pageParam || undefined),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined,
  });
  const places = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer open onClose={close} size={520} title={`${team(queue.team)} · ${needs(queue)}`}>
      <p className="queue-lead">{t("queue.orderLead")}</p>
      {query.isPending ? <Shimmer rows={6} height={48} />
        : !query.data ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />
        : places.length === 0 ? <Empty title={t("queue.nobody")} why={t("queue.nobodyWhy")} />
        : <ol className="waitings">{places.map((each) => <PlaceRow key={each.conversation.id} place={each} move={move} />)}</ol>}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Drawer>
  );
}
