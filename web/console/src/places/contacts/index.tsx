import { SearchOutlined, StarFilled } from "@ant-design/icons";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { asFault, isDenied, type Contact } from "../../api";
import { useContacts } from "../../features/contact/useContact";
import { useMe } from "../../live/me";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useWords } from "../../words";

const NewContact = lazy(() => import("../../features/contact/NewContact"));

const quietMs = 250;

export default function Contacts() {
  const { t } = useWords();
  const { q = "" } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const { permissions } = useMe();
  const [adding, setAdding] = useState(false);
  const merge = permissions.includes("contact.merge") && <Link className="as-button" to="/contacts/suggestions">{t("contacts.alike")}</Link>;
  const add = permissions.includes("contact.change") && <Button type="primary" onClick={() => setAdding(true)}>{t("contacts.add")}</Button>;
  const [text, setText] = useState(q);
  const shown = useRef(q);
  useEffect(() => { shown.current = q; }, [q]);
  useEffect(() => { titled(t("contacts.title")); }, [t]);
  useEffect(() => {
    if (text.trim() === shown.current) return; // else it would call back whoever has just gone on to a card
    const timer = setTimeout(() => void navigate({ to: "/contacts", search: { q: text.trim() || undefined }, replace: true }), quietMs);
    return () => clearTimeout(timer);
  }, [navigate, text]);
  return (
    <Page title={t("contacts.title")} lead={t("contacts.lead")} acts={<>{merge}{add}</>}>
      <Input type="search" prefix={<SearchOutlined aria-hidden />} allowClear value={text} aria-label={t("contacts.filter")} placeholder={t("contacts.filter")} onChange={(event) => setText(event.target.value)} />
      <Rows q={q} />
      {adding && <Suspense fallback={null}><NewContact close={() => setAdding(false)} added={(contact) => void navigate({ to: "/contacts/$id", params: { id: contact.id } })} /></Suspense>}
    </Page>
  );
}

function Rows({ q }: { q: string }) {
  const { t } = useWords();
  const query = useContacts(q);
  if (query.isPending) return <Shimmer rows={8} height={40} />;
  if (query.isError) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const contacts = query.data.pages.flatMap((page) => page.items);
  if (contacts.length === 0) return q ? <Empty title={t("contacts.none", { q })} why={t("contacts.noneWhy")} /> : <Empty title={t("contacts.empty")} why={t("contacts.emptyWhy")} />;
  return (
    <>
      <ul className="rows">{contacts.map((contact) => <li key={contact.id}><Row contact={contact} /></li>)}</ul>
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}

function Row({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const reach = contact.identities.filter((each) => each.kind !== "visitor").map((each) => each.value).slice(0, 2).join(" · ");
  return (
    <Link to="/contacts/$id" params={{ id: contact.id }} className="line-row">
      <Avatar name={contact.name || t("contact.nameless")} size={30} />
      <span className="line-main"><b>{contact.name || t("contact.nameless")}</b>{contact.tier === "vip" && <StarFilled className="vip" aria-label={t("tier.vip")} />}</span>
      <span className="line-sub">{reach || t("contact.noIdentities")}</span>
      <span className="line-end">{contact.seen_at && <Ago at={contact.seen_at} />}</span>
    </Link>
  );
}
