import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, asFault, isDenied, type AuditEntry } from "../../api";
import { keys } from "../../live";
import { useStaff, useTeams } from "../../live/people";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { has, useWords } from "../../words";
import { useNow } from "../../words/now";
import { dateAndClock, exact } from "../../words/time";
import { differences, hollow } from "./changes";

type Filter = Record<"staff" | "action" | "from" | "to", string | undefined>;

const kinds = [
  "session", "sign_in", "password", "factor", "passkey", "provider", "staff", "role", "team", "skill", "presence_reason", "token",
  "channel", "contact", "conversation", "organisation", "field", "status", "view", "canned_reply", "macro", "automation", "bulk", "sending", "webhook",
  "message", "privacy", "import", "export", "retention_rule", "legal_hold", "erasure", "backup", "stuck",
];

export default function Audit() {
  const { t } = useWords();
  const [filter, setFilter] = useState<Filter>({ staff: undefined, action: undefined, from: undefined, to: undefined });
  const query = useInfiniteQuery({
    queryKey: keys.audit(filter),
    queryFn: ({ pageParam }) => api.audit({ ...filter, after: pageParam || undefined, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = Object.values(filter).some(Boolean);
  return (
    <Page title={t("settings.audit")} lead={t("audit.lead")} wide>
      {!(query.isError && isDenied(query.error)) && <Filters filter={filter} change={setFilter} />}
      {query.isPending ? <Shimmer rows={8} height={28} />
        : query.isError ? (isDenied(query.error) ? <Refused who={t("audit.refused")} /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : entries.length === 0 ? <Empty title={narrowed ? t("audit.nothingSuch") : t("audit.empty")} why={narrowed ? t("audit.nothingSuchWhy") : t("audit.emptyWhy")} />
        : <Entries entries={entries} />}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Page>
  );
}

function Filters({ filter, change }: { filter: Filter; change: (next: Filter) => void }) {
  const { t } = useWords();
  const staff = useStaff();
  const day = (at: string | undefined): Dayjs | null => (at ? dayjs(at) : null);
  return (
    <div className="filter-bar">
      <Select allowClear showSearch optionFilterProp="label" placeholder={t("audit.anybody")} aria-label={t("audit.who")} value={filter.staff} onChange={(next?: string) => change({ ...filter, staff: next })} options={staff.data?.items.map((each) => ({ value: each.id, label: each.name }))} />
      <Select allowClear showSearch optionFilterProp="label" placeholder={t("audit.anything")} aria-label={t("audit.what")} value={filter.action} onChange={(next?: string) => change({ ...filter, action: next })} options={kinds.map((kind) => ({ value: `${kind}.`, label: t(`audit.kind.${kind}`) }))} />
      <DatePicker.RangePicker
        aria-label={t("audit.when")} allowEmpty={[true, true]} value={[day(filter.from), filter.to ? dayjs(filter.to).subtract(1, "day") : null]}
        onChange={(range) => change({ ...filter, from: range?.[0]?.startOf("day").toISOString(), to: range?.[1]?.add(1, "day").startOf("day").toISOString() })}
      />
    </div>
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
        { key: "at", title: t("audit.when"), quiet: true, cell: (row) => <time className="num one-line" title={exact(locale, row.at)}>{dateAndClock(locale, row.at, now)}</time> },
        { key: "actor", title: t("audit.who"), cell: (row) => <span><span className="one-line">{row.actor?.name || t("timeline.system")}</span>{row.token && <small className="faint"> · {t("audit.byToken", { name: row.token.name || t("audit.revokedToken") })}</small>}</span> },
        { key: "action", title: t("audit.what"), cell: (row) => <span className="one-line">{action(row.action)}</span> },
        { key: "change", title: t("audit.change"), cell: (row) => <Change before={row.before} after={row.after} /> },
        { key: "ip", title: t("sessions.address"), quiet: true, cell: (row) => <span className="mono one-line">{row.ip || "–"}</span> },
      ]}
    />
  );
}

/** Only what differs, before and after. */
function Change({ before, after }: { before: Record<string, unknown> | null; after: Record<string, unknown> | null }) {
  const { t } = useWords();
  const { label, shown } = usePlain();
  const list = differences(before, after);
  if (list.length === 0) return <span className="faint">–</span>;
  return (
    <ul className="changes">
      {list.map((each) => {
        const name = each.path.at(-1) ?? "";
        return (
          <li key={each.path.join(" ")}>
            <span className="changes-what">{each.path.map(label).join(" · ")}</span>
            <span className="changes-how">
              {!hollow(each.before) && <><del><span className="sr">{t("audit.before")} </span>{shown(name, each.before)}</del> <span className="faint" aria-hidden>→</span> </>}
              <ins><span className="sr">{t("audit.after")} </span>{shown(name, each.after)}</ins>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Values as a person reads them: names for ids, words for our own. */
function usePlain(): { label: (name: string) => string; shown: (name: string, value: unknown) => string } {
  const { t } = useWords();
  const staff = useStaff();
  const teams = useTeams();
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list, staleTime: 60_000 });
  const label = (name: string): string => {
    if (has(`audit.field.${name}`)) return t(`audit.field.${name}`);
    return has(`language.${name}`) ? t(`language.${name}`) : name.replaceAll("_", " ");
  };
  const word = (name: string, value: unknown): string => {
    if (value === undefined || value === null || value === "") return t("audit.nothing");
    if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
    if (Array.isArray(value)) return value.map((each) => word(name, each)).join(t("list.and")) || t("audit.nothing");
    if (typeof value === "object") return differences(null, value).map((each) => `${each.path.map(label).join(" · ")} ${word(each.path.at(-1) ?? "", each.after)}`).join(t("audit.comma")) || t("audit.nothing");
    const text = String(value as string | number);
    const key = name === "permissions" ? `permission.${text}` : `${name}.${text}`;
    const known = [`audit.value.${name.replace(/^states$/, "state")}.${text}`, key].find(has);
    if (known) return t(known);
    if (text === "*") return t("webhooks.everything");
    return [...(staff.data?.items ?? []), ...(teams.data?.items ?? []), ...(channels.data?.items ?? [])].find((each) => each.id === text)?.name ?? text;
  };
  return { label, shown: word };
}
