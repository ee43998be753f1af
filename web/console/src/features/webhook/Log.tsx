import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { api, asFault, type Delivery, type Webhook } from "../../api";
import { keys } from "../../live";
import { Broken, Empty, Shimmer } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock, exact } from "../../words/time";
import { useEventName } from "./useEventName";

/** What was sent to a webhook, or will be. */
export function Log({ webhook, state }: { webhook: Webhook; state: string | undefined }) {
  const { t } = useWords();
  const name = useEventName();
  const [open, setOpen] = useState<Delivery | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.deliveries(webhook.id, state),
    queryFn: ({ pageParam }) => api.webhooks.deliveries(webhook.id, { state, after: pageParam || undefined, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {query.isPending ? <Shimmer rows={6} height={28} />
        : query.isError ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />
        : rows.length === 0 ? <Empty title={t("webhooks.logEmpty")} why={t("webhooks.logEmptyWhy")} />
        : <Deliveries webhook={webhook} rows={rows} open={setOpen} />}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
      <Drawer open={open !== null} onClose={() => setOpen(null)} title={open && <span className="event-name">{name(open.event)}<code>{open.event}</code></span>} size="large">{open && <Detail webhook={webhook} delivery={open} />}</Drawer>
    </>
  );
}

function Deliveries({ webhook, rows, open }: { webhook: Webhook; rows: Delivery[]; open: (one: Delivery) => void }) {
  const { t, locale } = useWords();
  const now = useNow();
  const name = useEventName();
  const client = useQueryClient();
  const done = { onSuccess: () => client.invalidateQueries({ queryKey: keys.webhooks }), onError: (cause: unknown) => say.bad(faultWords(t, asFault(cause))) };
  const replay = useMutation({ mutationFn: (one: Delivery) => api.webhooks.replay(webhook.id, one.id, crypto.randomUUID()), ...done });
  const drop = useMutation({ mutationFn: (one: Delivery) => api.webhooks.drop(webhook.id, one.id), ...done });
  return (
    <Table
      label={t("webhooks.log")} rows={rows} rowKey={(row) => String(row.id)}
      columns={[
        { key: "at", title: t("audit.when"), quiet: true, cell: (row) => <time className="num" title={exact(locale, row.created_at)}>{dateAndClock(locale, row.created_at, now)}</time> },
        { key: "event", title: t("webhooks.event"), cell: (row) => <span className="event-name"><button type="button" className="link" onClick={() => open(row)}>{name(row.event)}</button><code>{row.event}</code></span> },
        { key: "state", title: t("staff.state"), cell: (row) => <span className={row.state === "failed" ? "bad" : row.state === "delivered" ? "good" : "faint"}>{t(`webhooks.states.${row.state}`)}{row.replay_of > 0 && ` · ${t("webhooks.again")}`}</span> },
        { key: "why", title: t("webhooks.lastAnswer"), cell: (row) => <Answer status={row.status} reason={row.reason} /> },
        { key: "attempts", title: t("webhooks.attempts"), cell: (row) => <span className="num">{row.attempts}</span> },
        { key: "next", title: t("webhooks.next"), quiet: true, cell: (row) => (row.next_at ? <time className="num" title={exact(locale, row.next_at)}>{dateAndClock(locale, row.next_at, now)}</time> : "–") },
        {
          key: "acts", title: t("table.acts"), align: "end", cell: (row) => (
            <span className="row-acts">
              {row.can.replay && <Button size="small" onClick={() => replay.mutate(row)}>{t("webhooks.sendAgain")}</Button>}
              {row.can.drop && <Button size="small" type="text" danger onClick={() => drop.mutate(row)}>{t("webhooks.drop")}</Button>}
            </span>
          ),
        },
      ]}
    />
  );
}

function Answer({ status, reason }: { status: number; reason: string }) {
  const { t } = useWords();
  if (!reason) return <span className="num">{status || "–"}</span>;
  return <span>{t(`webhooks.reasons.${reason}`)}{status > 0 && <span className="num"> · {status}</span>}</span>;
}

function Detail({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { t, locale } = useWords();
  const now = useNow();
  const query = useQuery({ queryKey: keys.delivery(webhook.id, delivery.id), queryFn: () => api.webhooks.delivery(webhook.id, delivery.id) });
  return (
    <Loaded query={query}>{(one) => (
      <div className="stack">
        <p className="faint mono break">{`webhook-id: ${one.webhook_id}`}</p>
        <h3>{t("webhooks.attempts")}</h3>
        {one.history.length === 0 ? <p className="panel-none">{t("webhooks.noAttempt")}</p> : (
          <ol className="attempts">{one.history.map((each) => (
            <li key={each.at}>
              <time className="num" title={exact(locale, each.at)}>{dateAndClock(locale, each.at, now)}</time> <Answer status={each.status} reason={each.reason} /> <span className="faint num">{t("webhooks.took", { ms: each.took_ms })}</span>
              {each.detail && <p className="mono break">{each.detail}</p>}
              {each.answer && <pre className="answer">{each.answer}</pre>}
            </li>
          ))}</ol>
        )}
        <h3>{t("webhooks.body")}</h3>
        <pre className="answer">{JSON.stringify(one.body, null, 2)}</pre>
      </div>
    )}</Loaded>
  );
}
