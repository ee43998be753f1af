import { SearchOutlined } from "@ant-design/icons";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { asFault, isDenied } from "../../api";
import { ContactLooks } from "../../features/contact/ContactLooks";
import { ContactRow } from "../../features/contact/ContactRow";
import { useContacts, type ContactLook } from "../../features/contact/useContact";
import { useMe } from "../../live/me";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useWords } from "../../words";
import { Tabs } from "./Tabs";
import { useTyped } from "./useTyped";

const NewContact = lazy(() => import("../../features/contact/NewContact"));

export default function Contacts() {
  const { t } = useWords();
  const look = useSearch({ strict: false }) as ContactLook;
  const navigate = useNavigate();
  const { permissions } = useMe();
  const [adding, setAdding] = useState(false);
  const merge = permissions.includes("contact.merge") && <Link className="as-button" to="/contacts/suggestions">{t("contacts.alike")}</Link>;
  const add = permissions.includes("contact.change") && <Button type="primary" onClick={() => setAdding(true)}>{t("contacts.add")}</Button>;
  const go = (next: ContactLook) => void navigate({ to: "/contacts", search: next, replace: true });
  const [text, setText] = useTyped(look.q ?? "", (q) => go({ ...look, q: q || undefined }));
  useEffect(() => { titled(t("contacts.title")); }, [t]);
  return (
    <Page title={t("contacts.title")} lead={t("contacts.lead")} acts={<>{merge}{add}</>}>
      <Tabs />
      <Input type="search" prefix={<SearchOutlined aria-hidden />} allowClear value={text} aria-label={t("contacts.filter")} placeholder={t("contacts.filter")} onChange={(event) => setText(event.target.value)} />
      <ContactLooks look={look} onLook={go} />
      <Rows look={look} />
      {adding && <Suspense fallback={null}><NewContact close={() => setAdding(false)} added={(contact) => void navigate({ to: "/contacts/$id", params: { id: contact.id } })} /></Suspense>}
    </Page>
  );
}

function Rows({ look }: { look: ContactLook }) {
  const { t } = useWords();
  const query = useContacts(look);
  const more = query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>;
  if (query.isPending) return <Shimmer rows={8} height={40} />;
  if (query.isError) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const contacts = query.data.pages.flatMap((page) => page.items);
  if (contacts.length === 0) return <Nobody look={look}>{more}</Nobody>;
  const entered = look.sort?.endsWith("created_at") && !look.q;
  return (
    <>
      <ul className="rows" aria-label={t("contacts.title")}>{contacts.map((contact) => <li key={contact.id}><ContactRow contact={contact} at={entered ? contact.created_at : undefined} within={look.organisation} /></li>)}</ul>
      {more}
    </>
  );
}

function Nobody({ look: { q, tag, organisation }, children }: { look: ContactLook; children: React.ReactNode }) {
  const { t } = useWords();
  if (tag || organisation) return <Empty title={t("contactList.noneNarrowed")} why={t("contactList.noneNarrowedWhy")}>{children}</Empty>;
  return q ? <Empty title={t("contacts.none", { q })} why={t("contacts.noneWhy")} /> : <Empty title={t("contacts.empty")} why={t("contacts.emptyWhy")} />;
}
