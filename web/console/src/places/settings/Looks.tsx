import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { api, asFault, isDenied, type Look } from "../../api";
import { keys } from "../../live";
import { useStaff } from "../../live/people";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { dateAndClock, exact } from "../../words/time";

const kinds = ["contact", "conversation", "looked_on", "raw_mail"];

/** Who looked at whose personal data. */
export default function Looks() {
  const { t } = useWords();
  const staff = useStaff();
  const { contact } = useSearch({ strict: false }) as { contact?: string };
  const [filter, setFilter] = useState<Record<"staff" | "kind", string | undefined>>({ staff: undefined, kind: undefined });
  const asked = { ...filter, contact };
  const query = useInfiniteQuery({
    queryKey: keys.looks(asked),
    queryFn: ({ pageParam }) => api.looks({ ...asked, after: pageParam || undefined, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const looks = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("settings.looks")} lead={t("looks.lead")} wide>
      {!(query.isError && isDenied(query.error)) && <div className="filter-bar">
        <Select allowClear showSearch optionFilterProp="label" placeholder={t("audit.anybody")} aria-label={t("audit.who")} value={filter.staff} onChange={(next?: string) => setFilter({ ...filter, staff: next })} options={staff.data?.items.map((each) => ({ value: each.id, label: each.name }))} />
        <Select allowClear placeholder={t("audit.anything")} aria-label={t("looks.what")} value={filter.kind} onChange={(next?: string) => setFilter({ ...filter, kind: next })} options={kinds.map((kind) => ({ value: kind, label: t(`looks.kind.${kind}`) }))} />
        {contact && <Link to="/settings/looks" search={{}}>{t("looks.everybody")}</Link>}
      </div>}
      {query.isPending ? <Shimmer rows={8} height={28} />
        : query.isError ? (isDenied(query.error) ? <Refused who={t("audit.refused")} /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : looks.length === 0 ? <Empty title={t("looks.empty")} why={t("looks.emptyWhy")} />
        : <Entries looks={looks} />}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Page>
  );
}

function Entries({ looks }: { looks: Look[] }) {
  const { t, locale } = useWords();
  const now = useNow();
  return (
    <Table
      label={t("settings.looks")} rows={looks} rowKey={(row) => String(row.id)}
      columns={[
        { key: "at", title: t("audit.when"), quiet: true, cell: (row) => <time className="num one-line" title={exact(locale, row.last_at)}>{dateAndClock(locale, row.last_at, now)}</time> },
        { key: "actor", title: t("audit.who"), cell: (row) => <>{row.actor.name || t("timeline.system")}{row.token && <small className="faint"> · {t("audit.byToken", { name: row.token.name || t("audit.revokedToken") })}</small>}</> },
        { key: "kind", title: t("looks.what"), cell: (row) => <Seen look={row} /> },
        { key: "whose", title: t("looks.whose"), cell: (row) => (row.contact ? <Link to="/contacts/$id" params={{ id: row.contact.id }}>{row.contact.name || t("looks.nameless")}</Link> : "–") },
        { key: "ip", title: t("sessions.address"), quiet: true, cell: (row) => <span className="mono one-line">{row.ip || "–"}</span> },
      ]}
    />
  );
}

function Seen({ look }: { look: Look }) {
  const { t } = useWords();
  const kind = t(`looks.kind.${look.object.kind}`);
  if (look.object.kind === "conversation") return <Link to="/desk/$view" params={{ view: "all" }} search={{ c: look.object.id }}>{kind}</Link>;
  return <>{kind}</>;
}
