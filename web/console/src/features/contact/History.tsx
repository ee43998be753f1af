import { Link } from "@tanstack/react-router";
import { asFault } from "../../api";
import { Ago } from "../../ui/Ago";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { useContactConversations } from "./useContact";

/** Everything this person ever wrote about, newest first. */
export function History({ contact, current = "" }: { contact: string; current?: string }) {
  const { t } = useWords();
  const { data, isPending, error, refetch } = useContactConversations(contact);
  if (isPending) return <Shimmer rows={3} height={16} />;
  if (error && !data) return <Broken fault={asFault(error)} retry={() => void refetch()} />;
  const others = (data?.items ?? []).filter((each) => each.id !== current);
  if (others.length === 0) return <p className="panel-none">{t(current ? "contact.firstTime" : "contact.noHistory")}</p>;
  return (
    <ul className="history">
      {others.map((each) => (
        <li key={each.id}>
          <Link to="/desk/$view" params={{ view: "all" }} search={{ c: each.id }}>
            <span className="history-what">{each.subject || each.preview || t("row.nothing")}</span>
            <span className="history-sub num"><span className={`state is-${each.state}`}>{t(`state.${each.state}`)}</span>#{each.number} · <Ago at={each.last_message_at} /></span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
