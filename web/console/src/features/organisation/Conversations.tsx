import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { asFault, isDenied } from "../../api";
import { Ago } from "../../ui/Ago";
import { Broken, Refused, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { useOrganisationConversations } from "./useOrganisations";

/** What its contacts wrote about, over all channels, the newest first. */
export function Conversations({ organisation }: { organisation: string }) {
  const { t } = useWords();
  const query = useOrganisationConversations(organisation);
  if (query.isPending) return <Shimmer rows={3} height={16} />;
  if (!query.data) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const conversations = query.data.pages.flatMap((page) => page.items);
  if (conversations.length === 0) return <p className="panel-none">{t("contact.noHistory")}</p>;
  return (
    <>
      <ul className="history" aria-label={t("organisations.conversations")}>
        {conversations.map((each) => (
          <li key={each.id}>
            <Link to="/desk/$view" params={{ view: "all" }} search={{ c: each.id }}>
              <span className="history-what">{each.subject || each.preview || t("row.nothing")}</span>
              <span className="history-sub num">
                <span className={`state is-${each.state}`}>{t(`state.${each.state}`)}</span>{each.contact.name || t("contact.nameless")} · #{each.number} · <Ago at={each.last_message_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}
