import { SearchOutlined } from "@ant-design/icons";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { asFault, isDenied } from "../../api";
import { OrganisationRow } from "../../features/organisation/OrganisationRow";
import { useOrganisations } from "../../features/organisation/useOrganisations";
import { useMe } from "../../live/me";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useWords } from "../../words";
import { Tabs } from "./Tabs";
import { useTyped } from "./useTyped";

const NewOrganisation = lazy(() => import("../../features/organisation/NewOrganisation"));

export default function Organisations() {
  const { t } = useWords();
  const { q = "" } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const { permissions } = useMe();
  const [adding, setAdding] = useState(false);
  const [text, setText] = useTyped(q, (words) => void navigate({ to: "/contacts/organisations", search: { q: words || undefined }, replace: true }));
  useEffect(() => { titled(t("organisations.title")); }, [t]);
  const add = permissions.includes("contact.change") && <Button type="primary" onClick={() => setAdding(true)}>{t("organisations.add")}</Button>;
  return (
    <Page title={t("organisations.title")} lead={t("organisations.lead")} acts={add}>
      <Tabs />
      <Input type="search" prefix={<SearchOutlined aria-hidden />} allowClear value={text} aria-label={t("organisations.filter")} placeholder={t("organisations.filter")} onChange={(event) => setText(event.target.value)} />
      <Rows q={q} />
      {adding && <Suspense fallback={null}><NewOrganisation name={q} close={() => setAdding(false)} added={({ id }) => void navigate({ to: "/contacts/organisations/$id", params: { id } })} /></Suspense>}
    </Page>
  );
}

function Rows({ q }: { q: string }) {
  const { t } = useWords();
  const query = useOrganisations(q);
  if (query.isPending) return <Shimmer rows={8} height={40} />;
  if (query.isError) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const list = query.data.pages.flatMap((page) => page.items);
  if (list.length === 0) return q ? <Empty title={t("organisations.none", { q })} why={t("organisations.noneWhy")} /> : <Empty title={t("organisations.empty")} why={t("organisations.emptyWhy")} />;
  return (
    <>
      <ul className="rows" aria-label={t("organisations.title")}>{list.map((each) => <li key={each.id}><OrganisationRow organisation={each} /></li>)}</ul>
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}
