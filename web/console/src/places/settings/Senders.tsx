import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { asFault, isDenied } from "../../api";
import { senders, type SenderChoice } from "../../api/senders";
import { keys } from "../../live";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { date, dateAndClock } from "../../words/time";

/** What was decided about the senders of mail: listed, found, taken back. */
export default function Senders() {
  const { t } = useWords();
  const client = useQueryClient();
  const [words, setWords] = useState("");
  const query = useInfiniteQuery({
    queryKey: keys.senderList(words),
    queryFn: ({ pageParam }) => senders.choices({ q: words || undefined, after: pageParam || undefined, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
  const drop = useMutation({
    mutationFn: senders.drop,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.senders }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (choice: SenderChoice) => askFirst({
    title: t("senders.dropAsk", { address: choice.address }), content: t(choice.about === "pictures" ? "senders.dropPictures" : "senders.dropWarning"),
    okText: t("senders.drop"), cancelText: t("act.cancel"), onOk: () => drop.mutateAsync(choice).catch(() => undefined),
  });
  const choices = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("settings.senders")} lead={t("senders.lead")} wide>
      {!(query.isError && isDenied(query.error)) && (
        <div className="filter-bar"><Input.Search allowClear maxLength={200} placeholder={t("senders.search")} aria-label={t("senders.search")} onSearch={(text) => setWords(text.trim())} /></div>
      )}
      {query.isPending ? <Shimmer rows={6} height={28} />
        : query.isError ? (isDenied(query.error) ? <Refused who={t("staff.refused")} /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : choices.length > 0 ? <Choices choices={choices} drop={ask} />
        : words ? <Empty title={t("senders.noHit", { words })} why={t("senders.noHitWhy")} />
        : <Empty title={t("senders.empty")} why={t("senders.emptyWhy")} />}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Page>
  );
}

function Choices({ choices, drop }: { choices: SenderChoice[]; drop: (choice: SenderChoice) => void }) {
  const { t, locale } = useWords();
  const now = useNow();
  return (
    <Table
      label={t("settings.senders")} rows={choices} rowKey={(row) => `${row.address} ${row.about}`}
      columns={[
        { key: "address", title: t("senders.address"), cell: (row) => <b className="break">{row.address}</b> },
        { key: "about", title: t("senders.about"), cell: (row) => (row.about === "pictures" ? t("senders.pictures") : t("senders.known", { warning: t(`senders.warning.${row.about}`) })) },
        { key: "by", title: t("senders.by"), quiet: true, cell: (row) => <span>{row.by || t("timeline.system")} <time className="faint num">{dateAndClock(locale, row.at, now)}</time></span> },
        { key: "until", title: t("senders.until"), quiet: true, cell: (row) => (row.until ? date(locale, row.until, now) : t("senders.forGood")) },
        { key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.drop && <Button size="small" onClick={() => drop(row)} aria-label={`${t("senders.drop")}: ${row.address}`}>{t("senders.drop")}</Button> },
      ]}
    />
  );
}
