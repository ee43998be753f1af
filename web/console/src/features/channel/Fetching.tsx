import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Space } from "antd";
import { useState } from "react";
import { asFault, type Channel } from "../../api";
import { mailboxes, outcomes, type MailboxHealth, type Outcome, type Reconciliation } from "../../api/mailboxes";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { fileSize } from "../../words/size";
import { spoken } from "./rules";

const marks = { waiting: "faint", fetching: "faint", listening: "good", failing: "bad" } as const;

/** How the fetching of a mailbox stands: each number opens the mails behind it. */
export function Fetching({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.mailbox(channel.id), queryFn: () => mailboxes.get(channel.id), retry: false, refetchInterval: 5_000 });
  if (query.error && asFault(query.error).code === "mailbox.missing") return <p className="faint">{t("channels.mailboxSoon")}</p>;
  return <Loaded query={query}>{(health) => <Standing channel={channel} health={health} />}</Loaded>;
}

function Standing({ channel, health }: { channel: Channel; health: MailboxHealth }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState<Outcome | null>(null);
  const check = useMutation({ mutationFn: () => mailboxes.check(channel.id) });
  const compare = useMutation({ mutationFn: () => mailboxes.reconcile(channel.id, crypto.randomUUID()), onSuccess: () => client.invalidateQueries({ queryKey: keys.mailbox(channel.id) }) });
  const failed = check.error ?? compare.error;
  const last = health.last_reconciliation;
  return (
    <div className="stack">
      <p>
        <span className={marks[health.state]}>{t(`channels.fetching.${health.state}`, { n: health.backlog })}</span>
        {health.state === "listening" && health.complete_at && <> · <Ago at={health.complete_at} /></>}
        {health.failing_since && <> · <Ago at={health.failing_since} /></>}
      </p>
      {health.state === "failing" && <Alert type="error" showIcon title={t(`channels.trouble.${health.reason}`)} description={spoken(health.reason, health.said)} />}
      <ul className="chips plain-list" aria-label={t("channels.outcomes")}>
        {outcomes.filter((each) => health.counts[each]).map((each) => (
          <li key={each}>
            <Button size="small" aria-expanded={open === each} type={open === each ? "primary" : "default"} onClick={() => setOpen(open === each ? null : each)}>
              {t(`channels.outcome.${each}`)} <span className="num">{health.counts[each]}</span>
            </Button>
          </li>
        ))}
      </ul>
      {open && <Lines channel={channel} outcome={open} />}
      {last && <Compared last={last} />}
      {channel.can.change && (
        <Space wrap>
          <Button loading={compare.isPending} onClick={() => compare.mutate()}>{t("channels.compare")}</Button>
          <Button loading={check.isPending} onClick={() => check.mutate()}>{t("channels.check")}</Button>
        </Space>
      )}
      {failed && <Alert type="error" showIcon title={faultWords(t, asFault(failed))} />}
      {check.data && !check.error && <Alert type="success" showIcon title={t("channels.checked", { count: check.data.mails })} />}
    </div>
  );
}

function Compared({ last }: { last: Reconciliation }) {
  const { t } = useWords();
  return (
    <p className={last.difference === 0 ? undefined : "bad"}>
      {t(last.difference === 0 ? "channels.noDifference" : "channels.difference", { count: last.in_mailbox, n: last.difference })} · <Ago at={last.at} />
      {last.difference > 0 && <><br /><span className="num">{t("channels.uids", { uids: (last.missing ?? []).join(", ") })}</span></>}
    </p>
  );
}

function Lines({ channel, outcome }: { channel: Channel; outcome: Outcome }) {
  const { t } = useWords();
  const query = useInfiniteQuery({
    queryKey: [...keys.mailbox(channel.id), outcome], initialPageParam: "",
    queryFn: ({ pageParam }) => mailboxes.mails(channel.id, { outcome, after: pageParam, limit: 20 }),
    getNextPageParam: (page) => page.next || undefined,
  });
  const lines = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div>
      <ul className="rows">
        {lines.map((each) => (
          <li key={each.uid} className="mail-line">
            {each.conversation_id && outcome !== "deleted"
              ? <Link to="/desk/$view" params={{ view: "all" }} search={{ c: each.conversation_id }}>{t("channels.mailUid", { uid: each.uid })}</Link>
              : <span>{t("channels.mailUid", { uid: each.uid })}</span>}
            {" "}<span className="faint"><Ago at={each.came_at ?? each.at} /> · {fileSize(each.size)}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("channels.moreMails")}</Button>}
    </div>
  );
}
