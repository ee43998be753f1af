import { Button } from "antd";
import type { ReactNode } from "react";
import { asFault, isDenied, type Contact, type Organisation } from "../../api";
import { Broken, Refused, Shimmer } from "../../ui/Faces";
import { Section } from "../../ui/Page";
import { useWords } from "../../words";
import { useBelonging, useMembers, useProposals } from "./useOrganisations";
import "./organisations.css";

type RowOf = (contact: Contact) => ReactNode;

/** Contacts with an address of its domains, of whom nobody has said anything yet. */
export function Proposals({ organisation, row }: { organisation: Organisation; row: RowOf }) {
  const { t } = useWords();
  const query = useProposals(organisation.id);
  const { join, deny } = useBelonging(organisation.id);
  const contacts = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (contacts.length === 0) return null;
  const may = organisation.can.change;
  return (
    <Section
      title={t("organisations.proposals")} lead={t("organisations.proposalsLead")}
      acts={may && contacts.length > 1 && <Button size="small" loading={join.isPending} onClick={() => join.mutate(contacts.map((each) => each.id))}>{t("organisations.joinAll", { count: contacts.length })}</Button>}
    >
      <ul className="rows" aria-label={t("organisations.proposals")}>
        {contacts.map((each) => (
          <li key={each.id} className="belonger is-asked">
            {row(each)}
            {may && (
              <span className="belonger-acts">
                <Button size="small" disabled={join.isPending} onClick={() => join.mutate([each.id])}>{t("organisations.join")}</Button>
                <Button size="small" type="text" disabled={deny.isPending} onClick={() => deny.mutate(each.id)}>{t("organisations.deny")}</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Section>
  );
}

export function Members({ organisation, row, choice }: { organisation: Organisation; row: RowOf; choice: ReactNode }) {
  const { t } = useWords();
  const query = useMembers(organisation.id);
  const { part } = useBelonging(organisation.id);
  if (query.isPending) return <Shimmer rows={3} height={36} />;
  if (!query.data) return isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const contacts = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      {organisation.can.change && choice}
      {contacts.length === 0 && <p className="panel-none">{t("organisations.noMembers")}</p>}
      <ul className="rows" aria-label={t("organisations.who")}>
        {contacts.map((each) => (
          <li key={each.id} className="belonger">
            {row(each)}
            {each.can.change && (
              <span className="belonger-acts">
                <Button size="small" type="text" disabled={part.isPending} aria-label={t("organisations.partFrom", { name: each.name || t("contact.nameless") })} onClick={() => part.mutate(each)}>{t("organisations.part")}</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </>
  );
}
