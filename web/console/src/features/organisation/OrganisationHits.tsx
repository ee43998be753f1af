import { useQuery } from "@tanstack/react-query";
import { organisations } from "../../api/organisations";
import { keys } from "../../live";
import { useWords } from "../../words";
import { OrganisationRow } from "./OrganisationRow";

const most = 3;

/** Organisations that have what was typed, above what was said. */
export function OrganisationHits({ q }: { q: string }) {
  const { t } = useWords();
  const found = useQuery({ queryKey: [...keys.organisations, "hits", q], queryFn: () => organisations.list({ q, limit: most }), enabled: q !== "", staleTime: 30_000 });
  if (!found.data || found.data.items.length === 0) return null;
  return <ul className="rows" aria-label={t("organisations.title")}>{found.data.items.map((each) => <li key={each.id}><OrganisationRow organisation={each} /></li>)}</ul>;
}
