import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { api, type ContactOrder } from "../../api";
import { keys } from "../../live";
import { useOrganisationChoice } from "../../live/organisations";
import { useWords } from "../../words";
import type { ContactLook } from "./useContact";
import "./contacts.css";

const orders: ContactOrder[] = ["-seen_at", "seen_at", "name", "-created_at", "created_at"];

/** What the list of contacts is narrowed to, and how it goes. */
export function ContactLooks({ look, onLook }: { look: ContactLook; onLook: (next: ContactLook) => void }) {
  const { t } = useWords();
  const tags = useQuery({ queryKey: keys.contactTags, queryFn: api.contacts.tags, staleTime: 60_000 });
  const choice = useOrganisationChoice(look.organisation ? [look.organisation] : []);
  return (
    <div className="contact-looks" role="group" aria-label={t("contactList.looks")}>
      <Select
        aria-label={t("contactList.organisation")} placeholder={t("contactList.anyOrganisation")} allowClear showSearch={choice.search} options={choice.options} notFoundContent={choice.loading ? null : t("contactList.noOrganisations")}
        value={look.organisation} onChange={(organisation?: string) => onLook({ ...look, organisation })}
      />
      <Select
        aria-label={t("contactList.tag")} placeholder={t("contactList.anyTag")} allowClear showSearch notFoundContent={t("contactList.noTags")}
        options={(tags.data?.items ?? []).map((each) => ({ value: each, label: each }))} value={look.tag} onChange={(tag?: string) => onLook({ ...look, tag })}
      />
      <Select
        className="contact-order" aria-label={t("contactList.order")} disabled={Boolean(look.q)} options={orders.map((each) => ({ value: each, label: t(`contactList.orderOf.${each}`) }))}
        value={look.sort ?? "-seen_at"} onChange={(sort: ContactOrder) => onLook({ ...look, sort: sort === "-seen_at" ? undefined : sort })} title={look.q ? t("contactList.orderOfWords") : undefined}
      />
    </div>
  );
}
