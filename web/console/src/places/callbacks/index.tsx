import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented, Select } from "antd";
import { useEffect } from "react";
import { asFault, isDenied } from "../../api";
import { callbacks, type CallbackQuery } from "../../api/callbacks";
import { Acts } from "../../features/callback/Acts";
import "../../features/callback/callback.css";
import { Number } from "../../features/callback/Number";
import { Tries } from "../../features/callback/Tries";
import { When } from "../../features/callback/When";
import { useQueueWords } from "../../features/queue/useQueueWords";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { titled } from "../../ui/title";

const shows = ["live", "late", "mine", "ended"] as const;
type Shown = (typeof shows)[number];
const asked: Record<Shown, CallbackQuery> = { live: { state: "live" }, late: { late: true }, mine: { state: "taken", mine: true }, ended: { state: "ended" } };

/** Who is to be called back, in the order in which it is their turn. */
export default function Callbacks() {
  const { t, reason, sum } = useQueueWords();
  const navigate = useNavigate();
  const search = useSearch({ from: "/house/callbacks" });
  const shown = search.show ?? "live";
  const teams = useTeams();
  useEffect(() => { titled(t("callback.list")); }, [t]);
  const look: CallbackQuery = { ...asked[shown], team: search.team };
  const query = useInfiniteQuery({
    queryKey: keys.callbackList(look), initialPageParam: "",
    queryFn: ({ pageParam }) => callbacks.list({ ...look, limit: 50, after: pageParam || undefined }), getNextPageParam: (page) => page.next || undefined,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const go = (next: { show?: Exclude<Shown, "live">; team?: string }) => void navigate({ to: "/callbacks", search: { show: shown === "live" ? undefined : shown, team: search.team, ...next } });
  const filters = (
    <span className="callback-filters">
      <Segmented value={shown} onChange={(show: Shown) => go({ show: show === "live" ? undefined : show })} aria-label={t("callback.filter")} options={shows.map((each) => ({ value: each, label: t(`callback.show.${each}`) }))} />
      <Select allowClear value={search.team} placeholder={t("floor.allTeams")} aria-label={t("floor.allTeams")} onChange={(team?: string) => go({ team })} options={(teams.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} />
    </span>
  );
  return (
    <Page title={t("callback.list")} lead={t("callback.lead")} wide acts={filters}>
      {query.isPending ? <Shimmer rows={6} height={34} />
        : query.error && !query.data ? (isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : rows.length === 0 ? <Empty title={t(`callback.nobody.${shown}`)} why={t("callback.nobodyWhy")} />
        : (
          <>
            <Table
              label={t("callback.list")} rows={rows} rowKey={(row) => row.id}
              columns={[
                { key: "who", title: t("callback.who"), cell: (row) => <span className="callback-who"><Link to="/desk/$view" params={{ view: "all" }} search={{ c: row.conversation.id }}>{row.contact.name || t("contact.nameless")} <span className="num faint">#{row.conversation.number}</span></Link><Number callback={row} /></span> },
                { key: "when", title: t("callback.when"), cell: (row) => <When callback={row} /> },
                { key: "why", title: t("callback.turn"), quiet: true, cell: (row) => <span className="callback-why">{row.reasons.length === 0 ? sum(0) : row.reasons.map((each) => <span key={each.code} className="callback-why">{reason(each)}</span>)}</span> },
                { key: "state", title: t("callback.stands"), cell: (row) => <>{row.state === "taken" && row.taken_by ? t("callback.takenBy", { name: row.taken_by.name }) : t(`callback.state.${row.state}`)}{row.because && <span className="faint"> · {t(`callback.because.${row.because}`)}</span>}<Tries callback={row} /></> },
                { key: "acts", title: t("table.acts"), align: "end", cell: (row) => <Acts callback={row} /> },
              ]}
            />
            {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("callback.older")}</Button>}
          </>
        )}
    </Page>
  );
}
