import { useQuery } from "@tanstack/react-query";
import { mailTrials } from "../../api/mailboxes";
import { keys } from "../../live";

/** Those whose servers we know. */
export function useProviders() {
  return useQuery({ queryKey: keys.mailProviders, queryFn: mailTrials.providers, staleTime: Infinity }).data?.items ?? [];
}
