import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, asFault, type Organisation } from "../../api";
import { organisations, type OrganisationSave } from "../../api/organisations";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const pageSize = 50;
const fewer = 20;

/** Without words by name; those that words find, the newest first. */
export function useOrganisations(q: string) {
  return useInfiniteQuery({
    queryKey: keys.organisationList(q), queryFn: ({ pageParam }) => organisations.list({ q: q || undefined, limit: pageSize, after: pageParam || undefined }),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined,
  });
}

export function useMembers(id: string) {
  return useInfiniteQuery({
    queryKey: keys.members(id), queryFn: ({ pageParam }) => api.contacts.list({ organisation: id, sort: "name", limit: fewer, after: pageParam || undefined }),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined,
  });
}

export function useProposals(id: string) {
  return useInfiniteQuery({
    queryKey: keys.proposals(id), queryFn: ({ pageParam }) => organisations.proposals(id, { limit: fewer, after: pageParam || undefined }),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined,
  });
}

export function useOrganisationConversations(id: string) {
  return useInfiniteQuery({
    queryKey: keys.organisationConversations(id), queryFn: ({ pageParam }) => organisations.conversations(id, { limit: fewer, after: pageParam || undefined }),
    initialPageParam: "", getNextPageParam: (page) => page.next || undefined, staleTime: 30_000,
  });
}

/** A change of an organisation; what it refuses stays with the caller. */
export function useChangeOrganisation(organisation: Organisation) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: OrganisationSave) => organisations.change(organisation.id, { ...change, version: organisation.version }),
    onSuccess: (now) => {
      client.setQueryData(keys.organisation(now.id), now);
      for (const each of [keys.organisationList(""), keys.proposals(now.id)]) void client.invalidateQueries({ queryKey: each });
    },
  });
}

/** Who belongs to it, and who does not. */
export function useBelonging(id: string) {
  const { t } = useWords();
  const client = useQueryClient();
  const told = {
    onError: (cause: Error) => say.bad(faultWords(t, asFault(cause))),
    onSettled: () => Promise.all([keys.organisations, keys.contacts, ["contact"]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  };
  const join = useMutation({ mutationFn: (contacts: string[]) => organisations.addMembers(id, contacts), ...told });
  const part = useMutation({ mutationFn: (contact: { id: string; version: number }) => api.contacts.change(contact.id, { organisation: "", version: contact.version }), ...told });
  const deny = useMutation({ mutationFn: (contact: string) => organisations.setApart(id, contact), ...told });
  return { join, part, deny };
}
