import { RobotOutlined, StarFilled } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { Contact } from "../../api";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { useWords } from "../../words";
import "./contacts.css";

const mostTags = 3;

/** Somebody in one line, on a phone in three: who, how to reach them, where they belong. */
export function ContactRow({ contact, at = contact.seen_at, within }: { contact: Contact; at?: string | null; within?: string }) {
  const { t } = useWords();
  const reach = contact.identities.filter((each) => each.kind !== "visitor").map((each) => each.value).slice(0, 2).join(" · ");
  const home = contact.organisation && contact.organisation.id !== within ? contact.organisation.name : "";
  return (
    <Link to="/contacts/$id" params={{ id: contact.id }} className="line-row contact-row">
      <Avatar name={contact.name || t("contact.nameless")} size={30} />
      <span className="line-main"><b>{contact.name || t("contact.nameless")}</b>{contact.tier === "vip" && <StarFilled className="vip" aria-label={t("tier.vip")} />}{contact.automatic && <RobotOutlined className="automatic" title={t("contact.automatic")} aria-label={t("contact.automatic")} />}</span>
      <span className="line-sub">{reach || t("contact.noIdentities")}</span>
      <span className="contact-home">
        {home && <span className="contact-of">{home}</span>}
        {contact.tags.slice(0, mostTags).map((tag) => <span key={tag} className="tag">{tag}</span>)}
        {contact.tags.length > mostTags && <span className="contact-more">+{contact.tags.length - mostTags}</span>}
      </span>
      <span className="line-end">{at && <Ago at={at} />}</span>
    </Link>
  );
}
