import { QueryClient } from "@tanstack/react-query";
import { Fault } from "../api";
import { keys } from "../live/keys";

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: false, // live news and catch-up do this better
      retry: (failures, cause) => failures < 2 && !(cause instanceof Fault && cause.status >= 400 && cause.status < 500),
      retryDelay: (attempt) => Math.min(4_000, 400 * 2 ** attempt),
    },
    mutations: { retry: false },
  },
});

/** Forgets everything that concerned who has left. What the sign-in page asks stays: it may be on its way already. */
export function forget(all: QueryClient): void {
  all.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.signIn[0] || queryKey.length > keys.signIn.length });
  all.getMutationCache().clear();
}
