import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { asFault, isDenied, isMissing } from "../../api";
import Alike from "../../features/alike/Alike";
import IdentityEditor from "../../features/alike/IdentityEditor";
import MergeContacts from "../../features/alike/MergeContacts";
import { Attributes } from "../../features/contact/Attributes";
import { useOffers } from "../../commands/registry";
import { ContactForm } from "../../features/contact/ContactForm";
import { Encounters } from "../../features/contact/Encounters";
import { History } from "../../features/contact/History";
import { useContact } from "../../features/contact/useContact";
import PersonalAgent from "../../features/personal/PersonalAgent";
import { EraseContact } from "../../features/retention/EraseContact";
import { HoldLine } from "../../features/retention/HoldLine";
import { ContactFields } from "../../features/field/ContactFields";
import { useMe } from "../../live/me";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page, Section } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useWords } from "../../words";

const Belonging = lazy(() => import("../../features/contact/Belonging"));
const ContactNotes = lazy(() => import("../../features/contact/ContactNotes"));
const Begin = lazy(() => import("../begin"));

export default function ContactCard() {
  const { t } = useWords();
  const { permissions } = useMe();
  const [beginning, setBeginning] = useState(false);
  const [merging, setMerging] = useState(false);
  const [erasing, setErasing] = useState(false);
  const navigate = useNavigate();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: contact, isPending, error, refetch } = useContact(id);
  const name = contact?.name || t("contact.nameless");
  const mayBegin = contact !== undefined && permissions.includes("conversation.open");
  useOffers([{ name: "conversation.begin", keys: "c", enabled: mayBegin, run: () => setBeginning(true) }]);
  useEffect(() => { titled(name); }, [name]);
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
    <Page title={name} acts={<>{permissions.includes("contact.merge") && <Button onClick={() => setMerging(true)}>{t("alike.mergeOpen")}</Button>}{mayBegin && <Button type="primary" aria-keyshortcuts="c" onClick={() => setBeginning(true)}>{t("command.conversation.begin")}</Button>}</>}>
      <Alike id={id} />
      <Section title={t("contact.card")}><ContactForm contact={contact} key={contact.id} /></Section>
      <Section title={t("contact.reach")}><IdentityEditor contact={contact} key={contact.id} /></Section>
      <Suspense fallback={<Shimmer rows={3} height={20} />}>
        <Section title={t("belonging.title")}><Belonging contact={contact} /></Section>
        <Section title={t("belonging.notes")} lead={t("belonging.notesLead")}><ContactNotes contact={contact} /></Section>
      </Suspense>
      <Section title={t("personalAgent.own")} lead={t("personalAgent.lead")}><PersonalAgent whose={{ contact: id }} /></Section>
      <ContactFields id={id} frame="section" />
      {Object.keys(contact.attributes).length > 0 && <Section title={t("contact.about")}><Attributes contact={contact} /></Section>}
      <Section title={t("contact.history")}><History contact={id} /></Section>
      <Section title={t("encounter.title")} lead={t("encounter.lead")}><Encounters contact={id} /></Section>
      {(permissions.includes("contact.delete") || permissions.includes("retention.manage")) && (
        <Section title={t("erasure.title")} lead={t("erasure.lead")}>
          <div className="row-acts">
            <HoldLine kind="contact" id={id} />
            {permissions.includes("contact.delete") && <Button size="small" danger onClick={() => setErasing(true)}>{t("erasure.open")}</Button>}
          </div>
        </Section>
      )}
      {merging && <MergeContacts contact={id} close={() => setMerging(false)} done={(survivor) => void navigate({ to: "/contacts/$id", params: { id: survivor } })} />}
      {erasing && <EraseContact contact={contact} done={() => void navigate({ to: "/contacts", search: {} })} close={() => setErasing(false)} />}
      {beginning && <Suspense fallback={null}><Begin with={contact} close={() => setBeginning(false)} /></Suspense>}
    </Page>
  );
}
