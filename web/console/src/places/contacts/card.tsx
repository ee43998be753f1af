import { Link, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { asFault, isDenied, isMissing } from "../../api";
import { Attributes } from "../../features/contact/Attributes";
import { ContactForm } from "../../features/contact/ContactForm";
import { History } from "../../features/contact/History";
import { Identities } from "../../features/contact/Identities";
import { useContact } from "../../features/contact/useContact";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page, Section } from "../../ui/Page";
import { useWords } from "../../words";

export default function ContactCard() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: contact, isPending, error, refetch } = useContact(id);
  const name = contact?.name || t("contact.nameless");
  useEffect(() => { document.title = name; }, [name]);
  if (isPending) return <Page title={t("contacts.title")}><Shimmer rows={8} height={28} /></Page>;
  if (!contact) {
    return (
      <Page title={t("contacts.title")}>
        {isMissing(error) ? <Empty title={t("contacts.gone")} why={t("contacts.goneWhy")}><Link className="as-button" to="/contacts" search={{}}>{t("act.backToList")}</Link></Empty>
          : isDenied(error) ? <Refused />
          : <Broken fault={asFault(error)} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page title={name}>
      <Section title={t("contact.card")}><ContactForm contact={contact} /></Section>
      <Section title={t("contact.reach")}><Identities contact={contact} /></Section>
      {Object.keys(contact.attributes).length > 0 && <Section title={t("contact.about")}><Attributes contact={contact} /></Section>}
      <Section title={t("contact.history")}><History contact={id} /></Section>
    </Page>
  );
}
