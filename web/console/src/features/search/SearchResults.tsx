import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api, asFault, isDenied, type SearchHit } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Marked } from "../../ui/Marked";
import { useWords } from "../../words";
import type { Asked } from "./rules";

/** What was found, with the reason why. */
export function SearchResults({ asked, ready, start }: { asked: Asked; ready: boolean; start: ReactNode }) {
  const { t } = useWords();
  const wanted = Object.keys(asked).length > 0;
  const filtered = wanted && Object.keys(asked).some((key) => key !== "q");
  const query = useInfiniteQuery({
    queryKey: keys.search(asked),
    queryFn: ({ pageParam, signal }) => api.search({ ...asked, limit: 30, after: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    enabled: ready && wanted,
    staleTime: 10_000,
    placeholderData: (before) => before, // who is among the results already stays there
  });
  if (!wanted) return <Empty title={t("search.start")} why={t("search.startWhy")}>{start}</Empty>;
  if (query.isError) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const hits = query.data?.pages.flatMap((page) => page.items) ?? [];
  // That an earlier question found nothing says nothing of this one.
  if (query.isPending || (query.isPlaceholderData && hits.length === 0)) return <Shimmer rows={6} height={44} gap={16} label={t("search.searching")} />;
  if (hits.length === 0 && query.hasNextPage) {
    return <Empty title={t("search.noneFiltered")} why={t("search.shortPage")}><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("search.lookOn")}</Button></Empty>;
  }
  if (hits.length === 0) return filtered ? <Empty title={t("search.noneFiltered")} why={t("search.noneFilteredWhy")} /> : <Empty title={t("search.none", { q: asked.q ?? "" })} why={t("search.noneWhy")} />;
  return (
    <>
      <ul className={query.isPlaceholderData ? "hits is-before" : "hits"} aria-busy={query.isPlaceholderData} aria-label={t("search.results")}>
        {hits.map((hit, at) => <li key={at}><Hit hit={hit} /></li>)}
      </ul>
      {query.hasNextPage && !query.isPlaceholderData && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const { t } = useWords();
  if (hit.contact && hit.kind === "contact") {
    return (
      <Link to="/contacts/$id" params={{ id: hit.contact.id }} className="hit">
        <Avatar name={hit.contact.name || t("contact.nameless")} size={32} />
        <span className="hit-main">
          <span className="hit-title"><b>{hit.contact.name || t("contact.nameless")}</b></span>
          <span className="hit-snippet"><Marked parts={hit.snippet} /></span>
          <Because hit={hit} />
        </span>
      </Link>
    );
  }
  const it = hit.conversation;
  if (!it) return null;
  const inTitle = hit.because === "subject" || hit.because === "number"; // the snippet says it again, marked
  return (
    <Link to="/desk/$view" params={{ view: "all" }} search={{ c: it.id, m: hit.message_id || undefined }} className="hit">
      <Avatar name={it.contact.name || t("contact.nameless")} size={32} />
      <span className="hit-main">
        <span className="hit-title">
          <b>{it.contact.name || t("contact.nameless")}</b>
          {!inTitle && <span>{it.subject}</span>}
          {!inTitle && <span className="num faint">#{it.number}</span>}
          <span className={`state is-${it.state}`}>{t(`state.${it.state}`)}</span>
          <Ago at={it.last_message_at} className="hit-time num" />
        </span>
        {hit.snippet.length > 0 && <span className="hit-snippet"><Marked parts={hit.snippet} /></span>}
        {hit.because !== "message" && it.preview && <span className="hit-snippet is-preview">{it.preview}</span>}
        <Because hit={hit} />
      </span>
    </Link>
  );
}

/** Why it stands here and so far up. */
function Because({ hit }: { hit: SearchHit }) {
  const { t } = useWords();
  if (hit.because === "") return null;
  const why = [t(`search.because.${hit.because}`), ...hit.ranked.map((each) => t(`search.ranked.${each}`))];
  return <span className="hit-because">{t("search.why", { why: why.join(" · ") })}</span>;
}
