import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Drawer } from "antd";
import { useEffect, useState } from "react";
import { api, asFault, type RetentionRule, type RetentionSample } from "../../api";
import { keys } from "../../live";
import { Broken, Empty, Shimmer } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { dateAndClock, exact } from "../../words/time";

/** What a rule would erase now: a count, some of it, and the whole list behind the count. */
export function TrialDrawer({ rule, close }: { rule: RetentionRule; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [all, setAll] = useState(false);
  const trial = useMutation({ mutationFn: () => api.retention.dryRun(rule.id), onSuccess: () => client.invalidateQueries({ queryKey: keys.retention, exact: true }) });
  const { mutate } = trial;
  useEffect(() => mutate(), [mutate]);
  return (
    <Drawer open onClose={close} size="large" title={t("retention.trialOf", { name: rule.name })}>
      {trial.error ? <Alert type="error" role="alert" showIcon title={faultWords(t, asFault(trial.error))} /> : !trial.data ? <Shimmer rows={6} /> : (
        <div className="stack">
          <p>{t(`retention.would.${rule.act}`)} <button type="button" className="link num" onClick={() => setAll(true)}>{t("retention.count", { count: trial.data.count })}</button>{trial.data.held > 0 && <> · {t("retention.held", { count: trial.data.held })}</>}</p>
          <p className="faint">{t("retention.trialMeans")}</p>
          {trial.data.sample.length === 0 ? <Empty title={t("retention.nothing")} why={t("retention.nothingWhy")} />
            : all ? <Matches rule={rule} />
            : <><Samples rule={rule} rows={trial.data.sample} />{trial.data.count + trial.data.held > trial.data.sample.length && <Button onClick={() => setAll(true)}>{t("retention.showAll")}</Button>}</>}
        </div>
      )}
    </Drawer>
  );
}

function Matches({ rule }: { rule: RetentionRule }) {
  const { t } = useWords();
  const query = useInfiniteQuery({
    queryKey: keys.retentionMatches(rule.id), queryFn: ({ pageParam }) => api.retention.matches(rule.id, { after: pageParam || undefined, limit: 50 }),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined,
  });
  if (query.isPending) return <Shimmer rows={6} />;
  if (query.isError) return <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  return (
    <>
      <Samples rule={rule} rows={query.data.pages.flatMap((page) => page.items)} />
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}

function Samples({ rule, rows }: { rule: RetentionRule; rows: RetentionSample[] }) {
  const { t, locale } = useWords();
  const now = useNow();
  return (
    <Table
      label={t("retention.matches")} rows={rows} rowKey={(row) => row.id}
      columns={[
        {
          key: "what", title: t(`retention.subjects.${rule.subject}`), cell: (row) => (rule.subject === "contact"
            ? <Link to="/contacts/$id" params={{ id: row.id }}>{row.name || t("contact.nameless")}</Link>
            : <Link to="/desk/$view" params={{ view: "all" }} search={{ c: row.id }}><span className="num">#{row.number}</span> {row.name}</Link>),
        },
        { key: "at", title: t("retention.lastMessage"), cell: (row) => <time className="num" title={exact(locale, row.at)}>{dateAndClock(locale, row.at, now)}</time> },
        { key: "held", title: t("hold.title"), cell: (row) => (row.held ? t("retention.kept") : "–") },
      ]}
    />
  );
}

/** What a rule did, the newest first. */
export function RunsDrawer({ rule, close }: { rule: RetentionRule; close: () => void }) {
  const { t, locale } = useWords();
  const now = useNow();
  const query = useQuery({ queryKey: keys.retentionRuns(rule.id), queryFn: () => api.retention.runs(rule.id) });
  return (
    <Drawer open onClose={close} size="large" title={t("retention.runsOf", { name: rule.name })}>
      <Loaded query={query}>{(page) => (page.items.length === 0 ? <Empty title={t("retention.noRun")} why={t("retention.noRunWhy")} /> : (
        <Table
          label={t("retention.runs")} rows={page.items} rowKey={(row) => row.started_at}
          columns={[
            { key: "at", title: t("audit.when"), cell: (row) => <time className="num" title={exact(locale, row.started_at)}>{dateAndClock(locale, row.started_at, now)}</time> },
            { key: "erased", title: t("retention.erased"), cell: (row) => <span className="num">{row.erased}</span> },
            { key: "held", title: t("retention.heldBack"), cell: (row) => <span className="num">{row.held}</span> },
            { key: "failed", title: t("retention.failed"), cell: (row) => <span className={row.failed > 0 ? "num bad" : "num"}>{row.failed}</span> },
          ]}
        />
      ))}</Loaded>
    </Drawer>
  );
}
