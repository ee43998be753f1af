import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { asFault, isDenied } from "../../api";
import { privacy, privacyKinds, type Unmasking } from "../../api/privacy";
import { keys } from "../../live";
import { useStaff } from "../../live/people";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { dateAndClock, exact } from "../../words/time";

/** Who had hidden personal data shown, of whom and why. */
export default function Unmaskings() {
  const { t } = useWords();
  const staff = useStaff();
  const { contact } = useSearch({ strict: false }) as { contact?: string };
  const [filter, setFilter] = useState<Record<"staff" | "kind", string | undefined>>({ staff: undefined, kind: undefined });
  const asked = { ...filter, contact };
  const query = useInfiniteQuery({
    queryKey: keys.unmaskingList(asked),
    queryFn: ({ pageParam }) => privacy.unmaskings({ ...asked, after: pageParam || undefined, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const list = query.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = Object.values(asked).some(Boolean);
  return (
    <Page title={t("settings.unmaskings")} lead={t("unmaskings.lead")} wide>
      {!(query.isError && isDenied(query.error)) && <div className="filter-bar">
        <Select allowClear showSearch optionFilterProp="label" placeholder={t("audit.anybody")} aria-label={t("audit.who")} value={filter.staff} onChange={(next?: string) => setFilter({ ...filter, staff: next })} options={staff.data?.items.map((each) => ({ value: each.id, label: each.name }))} />
        <Select allowClear placeholder={t("unmaskings.anyKind")} aria-label={t("unmaskings.kinds")} value={filter.kind} onChange={(next?: string) => setFilter({ ...filter, kind: next })} options={privacyKinds.map((kind) => ({ value: kind, label: t(`personal.kind.${kind}`) }))} />
        {contact && <Link to="/settings/unmaskings" search={{}}>{t("looks.everybody")}</Link>}
      </div>}
      {query.isPending ? <Shimmer rows={8} height={28} />
        : query.isError ? (isDenied(query.error) ? <Refused who={t("audit.refused")} /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : list.length === 0 ? <Empty title={t(narrowed ? "unmaskings.noHit" : "unmaskings.empty")} why={t(narrowed ? "unmaskings.noHitWhy" : "unmaskings.emptyWhy")} />
        : <Entries list={list} />}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Page>
  );
}

function Entries({ list }: { list: Unmasking[] }) {
  const { t, locale } = useWords();
  const now = useNow();
  return (
    <Table
      label={t("settings.unmaskings")} rows={list} rowKey={(row) => row.id}
      columns={[
        { key: "at", title: t("audit.when"), quiet: true, cell: (row) => <time className="num one-line" title={exact(locale, row.at)}>{dateAndClock(locale, row.at, now)}</time> },
        { key: "who", title: t("audit.who"), cell: (row) => row.staff_name || t("timeline.system") },
        { key: "kinds", title: t("unmaskings.kinds"), cell: (row) => row.kinds.map((kind) => t(`personal.kind.${kind}`)).join(t("list.and")) },
        { key: "why", title: t("unmaskings.why"), cell: (row) => <span>{t(`unmask.reason.${row.reason}`)}{row.words && <small className="faint break"> · {row.words}</small>}</span> },
        { key: "whose", title: t("looks.whose"), cell: (row) => (row.contact_name ? <Link to="/contacts/$id" params={{ id: row.contact_id }}>{row.contact_name}</Link> : <span className="faint">{t("looks.nameless")}</span>) },
        { key: "where", title: t("unmaskings.where"), cell: (row) => (row.number ? <Link className="num" to="/desk/$view" params={{ view: "all" }} search={{ c: row.conversation_id, m: row.message_id }}>#{row.number}</Link> : <span className="faint">{t("unmaskings.gone")}</span>) },
      ]}
    />
  );
}
