import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { organisations } from "../api/organisations";
import { keys } from "./keys";

const someMs = 60_000;
const mostChoices = 20;

export function useOrganisation(id: string) {
  return useQuery({ queryKey: keys.organisation(id), queryFn: () => organisations.get(id), enabled: id !== "", staleTime: someMs });
}

/** Organisations to choose from: those chosen already, and those that what is typed finds. */
export function useOrganisationChoice(chosen: string[], enabled = true) {
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: [...keys.organisations, "choice", q.trim()], queryFn: () => organisations.list({ q: q.trim() || undefined, limit: mostChoices }), enabled, staleTime: someMs, placeholderData: keepPreviousData,
  });
  const known = useQueries({ queries: chosen.map((id) => ({ queryKey: keys.organisation(id), queryFn: () => organisations.get(id), staleTime: someMs })) });
  const all = [...known.flatMap((each) => each.data ?? []), ...(found.data?.items ?? [])];
  const options = [...new Map(all.map((each) => [each.id, { value: each.id, label: each.name }])).values()];
  return { options, loading: found.isFetching, search: { filterOption: false, onSearch: setQ } };
}
