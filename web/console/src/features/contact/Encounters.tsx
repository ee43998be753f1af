import { ApiOutlined, FormOutlined, MailOutlined, MessageOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Fragment } from "react";
import { api, asFault, isDenied, type Encounter } from "../../api";
import { keys } from "../../live";
import { Broken, Refused, Shimmer } from "../../ui/Faces";
import { has, useWords } from "../../words";
import { useNow } from "../../words/now";
import { clock, day, exact, sameDay } from "../../words/time";

const pageSize = 30;
const icons = { email: MailOutlined, api: ApiOutlined, webchat: MessageOutlined, form: FormOutlined };

/** All that was said with somebody, over every channel, newest first. Each line
 * leads into its conversation, to that message. */
export function Encounters({ contact }: { contact: string }) {
  const { t, locale } = useWords();
  const now = useNow();
  const query = useInfiniteQuery({
    queryKey: keys.contactTimeline(contact),
    queryFn: ({ pageParam }) => api.contacts.timeline(contact, { limit: pageSize, after: pageParam || undefined }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 30_000,
  });
  if (query.isPending) return <Shimmer rows={6} height={20} />;
  if (!query.data) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <p className="panel-none">{t("encounter.empty")}</p>;
  return (
    <>
      <ol className="encounters">
        {entries.map((entry, at) => {
          const before = entries[at - 1];
          return (
            <Fragment key={entry.message.id}>
              {(!before || !sameDay(before.message.sent_at, entry.message.sent_at)) && <li className="encounter-day"><h3>{day(t, locale, entry.message.sent_at, now)}</h3></li>}
              <li><Line entry={entry} /></li>
            </Fragment>
          );
        })}
      </ol>
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}

function Line({ entry: { message, number, subject, channel } }: { entry: Encounter }) {
  const { t, locale } = useWords();
  const Icon = icons[channel.kind];
  const said = message.kind === "system" && has(`system.${message.code}`) ? t(`system.${message.code}`, message.values) : (message.reply_text || message.text).slice(0, 300);
  const name = message.author.name || t("contact.nameless");
  return (
    <Link to="/desk/$view" params={{ view: "all" }} search={{ c: message.conversation_id, m: message.id }} className={`encounter is-${message.kind}`}>
      <time className="num" dateTime={message.sent_at} title={exact(locale, message.sent_at)}>{clock(locale, message.sent_at)}</time>
      <span className="channel-icon" role="img" aria-label={t(`channel.kind.${channel.kind}`)} title={channel.name}><Icon aria-hidden /></span>
      <span className="encounter-said">
        {message.kind !== "system" && <b>{message.kind === "note" ? t("message.by.note", { name }) : name}</b>} {said || (message.attachments.length > 0 ? t("encounter.files") : t("row.nothing"))}
      </span>
      <span className="encounter-where num" title={subject}>{subject && <span>{subject}</span>} #{number}</span>
    </Link>
  );
}
