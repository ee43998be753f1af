import { Link } from "@tanstack/react-router";
import type { Contact } from "../../api";
import { useWords } from "../../words";
import ContactNotes from "./ContactNotes";

/** Where somebody belongs and what colleagues know of them, beside a conversation. */
export default function PanelBelonging({ contact }: { contact: Contact }) {
  const { t } = useWords();
  return (
    <>
      {(contact.organisation || contact.tags.length > 0) && (
        <section className="panel-block" aria-label={t("belonging.title")}>
          <h3>{t("belonging.title")}</h3>
          <p className="belonging-line">
            {contact.organisation && <Link to="/contacts/organisations/$id" params={{ id: contact.organisation.id }}>{contact.organisation.name}</Link>}
            {contact.tags.map((tag) => <span key={tag} className="tag">{tag}</span>)}
          </p>
        </section>
      )}
      <section className="panel-block" aria-label={t("belonging.notes")}>
        <h3>{t("belonging.notes")}</h3>
        <ContactNotes contact={contact} />
      </section>
    </>
  );
}
