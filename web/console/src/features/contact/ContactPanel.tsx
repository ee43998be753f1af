import { RobotOutlined, StarFilled } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { asFault, isDenied } from "../../api";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { Broken, Refused, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { Attributes } from "./Attributes";
import { History } from "./History";
import { Identities } from "./Identities";
import { useContact } from "./useContact";

const PanelBelonging = lazy(() => import("./PanelBelonging"));

/** Who is on the other side, beside the conversation. */
export function ContactPanel({ id, conversation, timeline, head, fields }: { id: string; conversation: string; timeline: ReactNode; head?: ReactNode; fields?: ReactNode }) {
  const { t } = useWords();
  const { data: contact, isPending, error, refetch } = useContact(id);
  return (
    <aside className="panel" aria-label={t("contact.panel")}>
      {head}
      {isPending ? <Shimmer rows={7} height={18} />
        : error && !contact ? (isDenied(error) ? <Refused /> : <Broken fault={asFault(error)} retry={() => void refetch()} />)
        : contact && (
          <>
            <header className="panel-who">
              <Avatar name={contact.name || t("contact.nameless")} size={40} />
              <div>
                <Link to="/contacts/$id" params={{ id: contact.id }} className="panel-name">{contact.name || t("contact.nameless")}</Link>
                <p className="panel-sub">
                  {contact.tier === "vip" && <span className="vip-badge"><StarFilled aria-hidden /> {t("tier.vip")}</span>}
                  {contact.automatic && <span className="automatic"><RobotOutlined aria-hidden /> {t("contact.automatic")}</span>}
                  {contact.seen_at && <span>{t("contact.seen")} <Ago at={contact.seen_at} /></span>}
                </p>
              </div>
            </header>
            <Block title={t("contact.reach")}><Identities contact={contact} /></Block>
            {fields}
            <Suspense fallback={<Shimmer rows={2} height={18} />}><PanelBelonging contact={contact} /></Suspense>
            <Block title={t("contact.about")}><Attributes contact={contact} /></Block>
            <Block title={t("contact.history")}><History contact={id} current={conversation} /><Link to="/contacts/$id" params={{ id }} className="panel-more">{t("encounter.all")}</Link></Block>
            <Block title={t("contact.timeline")}>{timeline}</Block>
          </>
        )}
    </aside>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return <section className="panel-block"><h3>{title}</h3>{children}</section>;
}
