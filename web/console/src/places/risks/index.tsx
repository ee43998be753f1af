import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { api, asFault, isDenied, type Risk } from "../../api";
import { Outcome } from "../../features/risk/Outcome";
import "../../features/risk/risk.css";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Ago } from "../../ui/Ago";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";

const states: Risk["state"][] = ["open", "handled", "false_alarm"];

/** Everything that must not wait, and what became of it. */
export default function Risks() {
  const { t } = useWords();
  const may = useMe().permissions.includes("conversation.tag");
  const [state, setState] = useState<Risk["state"]>("open");
  const query = useInfiniteQuery({
    queryKey: keys.riskList({ state }), initialPageParam: "",
    queryFn: ({ pageParam }) => api.risks.list({ state, limit: 50, after: pageParam || undefined }), getNextPageParam: (page) => page.next || undefined,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("risk.title")} lead={t("risk.listLead")} wide acts={<Segmented value={state} onChange={setState} aria-label={t("risk.state")} options={states.map((each) => ({ value: each, label: t(`risk.stateOf.${each}`) }))} />}>
      {query.isPending ? <Shimmer rows={6} height={34} />
        : query.error && !query.data ? (isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : rows.length === 0 ? <Empty title={t(state === "open" ? "risk.none" : "risk.noneSuch")} why={t("risk.noneWhy")} />
        : (
          <>
            <Table
              label={t("risk.title")} rows={rows} rowKey={(row) => row.id}
              columns={[
                { key: "kind", title: t("risk.kind"), cell: (row) => t(`gist.risk.${row.kind}`) },
                { key: "who", title: t("risk.conversation"), cell: (row) => <Link to="/desk/$view" params={{ view: "all" }} search={{ c: row.conversation.id, m: row.message_id }}>{row.contact || t("contact.nameless")} <span className="num faint">#{row.conversation.number}</span></Link> },
                { key: "words", title: t("risk.words"), cell: (row) => <span className="risk-what">{row.words.map((each, n) => <q key={n}>{each}</q>)}</span> },
                { key: "owner", title: t("risk.owner"), quiet: true, cell: (row) => row.assignee || t("row.nobody") },
                { key: "at", title: t("risk.when"), quiet: true, cell: (row) => <Ago at={row.at} /> },
                { key: "acts", title: t("table.acts"), align: "end", cell: (row) => (row.state === "open" ? may && <Outcome risk={row} /> : <span className="faint">{row.closed_by?.name} {row.note && <q>{row.note}</q>}</span>) },
              ]}
            />
            {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("risk.more")}</Button>}
          </>
        )}
    </Page>
  );
}
