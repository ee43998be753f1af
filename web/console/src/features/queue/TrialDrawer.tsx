import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { asFault } from "../../api";
import { routing, type TrialLength, type TrialNumber, type TrialWait, type Wish } from "../../api/routing";
import { keys } from "../../live";
import { Broken, Shimmer } from "../../ui/Faces";
import { useQueueWords } from "./useQueueWords";

/** The conversations behind a number of a trial, each with its reasons before and after. */
export function TrialDrawer({ wish, number, title, close }: { wish: Wish; number: TrialNumber; title: string; close: () => void }) {
  const { t } = useQueueWords();
  const query = useInfiniteQuery({
    queryKey: keys.trialWaits(wish, number), queryFn: ({ pageParam }) => routing.trialWaits(wish, number, pageParam || undefined),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined,
  });
  return (
    <Drawer open onClose={close} size={560} title={title}>
      {query.isPending ? <Shimmer rows={6} height={64} />
        : !query.data ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />
        : <ol className="trial-waits">{query.data.pages.flatMap((page) => page.items).map((each) => <Wait key={each.conversation_id + each.arrived + each.queue_id} wait={each} />)}</ol>}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Drawer>
  );
}

function Wait({ wait }: { wait: TrialWait }) {
  const { t, length, reason } = useQueueWords();
  const it = wait.conversation;
  const long = (of: TrialLength) => (of.unfinished ? t("routing.trial.still", { span: length(of.seconds) }) : length(of.seconds));
  const listed = (reasons: TrialWait["reasons_before"]) => (reasons.length === 0 ? t("routing.trial.noReasons") : reasons.map(reason).join(t("list.and")));
  const [before, after] = [listed(wait.reasons_before), listed(wait.reasons_after)];
  return (
    <li>
      {it ? (
        <Link className="trial-whom" to="/desk/$view" params={{ view: "all" }} search={{ c: it.id }}><b>{it.contact.name || t("contact.nameless")}</b> <span>{it.subject || it.preview}</span></Link>
      ) : <span className="trial-whom">{t("routing.trial.gone")}</span>}
      <p className="num">{t("routing.trial.times", { was: long(wait.was), before: long(wait.before), after: long(wait.after) })}</p>
      {before === after
        ? <p className="trial-why">{t("routing.trial.reasonsBoth", { reasons: before })}</p>
        : <><p className="trial-why">{t("routing.trial.reasonsBefore", { reasons: before })}</p><p className="trial-why">{t("routing.trial.reasonsAfter", { reasons: after })}</p></>}
    </li>
  );
}
