import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { api, type Contact } from "../../api";
import { keys } from "../../live";
import { useWords } from "../../words";
import { useBelonging } from "./useOrganisations";

const most = 20;

/** Finds a contact and lets them belong here. */
export function MemberChoice({ organisation }: { organisation: string }) {
  const { t } = useWords();
  const [q, setQ] = useState("");
  const name = q.trim();
  const { join } = useBelonging(organisation);
  const found = useQuery({ queryKey: [...keys.contacts, "choice", name, most], queryFn: () => api.contacts.list({ q: name || undefined, limit: most }), staleTime: 30_000 });
  const options = (found.data?.items ?? []).filter((each) => each.organisation?.id !== organisation).map((each) => ({ value: each.id, label: <Choice contact={each} /> }));
  return (
    <Select
      className="member-choice" aria-label={t("organisations.addMember")} placeholder={t("organisations.addMember")} value={null} loading={join.isPending}
      showSearch={{ filterOption: false, onSearch: setQ, searchValue: q }} options={options} notFoundContent={found.isPending ? null : t("organisations.nobody")}
      onSelect={(id: string | null) => { if (id) join.mutate([id]); setQ(""); }}
    />
  );
}

function Choice({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const reach = contact.identities.find((each) => each.kind !== "visitor")?.value;
  return (
    <span className="member-choice-line">
      <b>{contact.name || t("contact.nameless")}</b>
      {reach && <span>{reach}</span>}
      {contact.organisation && <span>{t("organisations.now", { name: contact.organisation.name })}</span>}
    </span>
  );
}
