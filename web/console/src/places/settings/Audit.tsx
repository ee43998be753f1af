import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, isDenied, type AuditEntry } from "../../api";
import { keys } from "../../live";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { has, useWords } from "../../words";
import { useNow } from "../../words/now";
import { dateAndClock, exact } from "../../words/time";

export default function Audit() {
  const { t } = useWords();
  const query = useInfiniteQuery({
    queryKey: keys.audit,
    queryFn: ({ pageParam }) => api.audit({ after: pageParam || undefined, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("settings.audit")} lead={t("audit.lead")} wide>
      {query.isPending ? <Shimmer rows={8} height={28} />
        : query.isError ? (isDenied(query.error) ? <Refused who={t("audit.refused")} /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : entries.length === 0 ? <Empty title={t("audit.empty")} why={t("audit.emptyWhy")} />
        : <Entries entries={entries} />}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Page>
  );
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  const { t, locale } = useWords();
  const now = useNow();
  const action = (name: string) => (has(`audit.action.${name}`) ? t(`audit.action.${name}`) : name);
  return (
    <Table
      label={t("settings.audit")} rows={entries} rowKey={(row) => String(row.id)}
      columns={[
        { key: "at", title: t("audit.when"), quiet: true, cell: (row) => <time className="num" title={exact(locale, row.at)}>{dateAndClock(locale, row.at, now)}</time> },
        { key: "actor", title: t("audit.who"), cell: (row) => row.actor?.name || t("timeline.system") },
        { key: "action", title: t("audit.what"), cell: (row) => action(row.action) },
        { key: "change", title: t("audit.change"), cell: (row) => <Change before={row.before} after={row.after} /> },
        { key: "ip", title: t("sessions.address"), quiet: true, cell: (row) => <span className="mono">{row.ip || "–"}</span> },
      ]}
    />
  );
}

/** Only what differs, before and after. */
function Change({ before, after }: { before: Record<string, unknown> | null; after: Record<string, unknown> | null }) {
  const { t } = useWords();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  if (names.length === 0) return <span className="faint">–</span>;
  return (
    <ul className="changes">
      {names.map((name) => (
        <li key={name}>
          <span className="faint">{name}</span>{" "}
          {before?.[name] !== undefined && <><del title={t("audit.before")}>{plain(before[name])}</del> → </>}
          <ins title={t("audit.after")}>{plain(after?.[name])}</ins>
        </li>
      ))}
    </ul>
  );
}

function plain(value: unknown): string {
  if (value === undefined || value === null || value === "") return "∅";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
