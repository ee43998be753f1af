import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { asFault, type Contact } from "../../api";
import { alike } from "../../api/alike";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

export function useSuggestions() {
  return useInfiniteQuery({
    queryKey: keys.suggestions,
    queryFn: ({ pageParam }) => alike.suggestions({ limit: 50, after: pageParam || undefined }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
}

/** After two became one, or one became two, everything that shows them is old. */
export function useRegrouped() {
  const client = useQueryClient();
  return (...ids: string[]) => Promise.all([keys.contacts, keys.suggestions, ...ids.map(keys.contact)].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export function useParting() {
  const { t } = useWords();
  const regrouped = useRegrouped();
  const onError = (cause: unknown) => say.bad(faultWords(t, asFault(cause)));
  const undo = useMutation({
    mutationFn: ({ half }: { half: string; into: string }) => alike.unmerge(half),
    onSuccess: (_card: Contact, { half, into }) => { say.done(t("alike.undone")); return regrouped(half, into); },
    onError,
  });
  const apart = useMutation({
    mutationFn: ({ one, other }: { one: string; other: string }) => alike.tellApart(one, other),
    onSuccess: (_nothing, { one, other }) => { say.done(t("alike.toldApart")); return regrouped(one, other); },
    onError,
  });
  const takeBack = useMutation({
    mutationFn: ({ one, other }: { one: string; other: string }) => alike.takeBack(one, other),
    onSuccess: (_nothing, { one, other }) => { say.done(t("alike.takenBack")); return regrouped(one, other); },
    onError,
  });
  return { undo, apart, takeBack };
}
