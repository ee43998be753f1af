import { useQuery } from "@tanstack/react-query";
import { api } from "../../api";
import { keys } from "../../live/keys";

/** How far one has come in the first steps; news ask for it again while it is offered. */
export function useTour(may: boolean) {
  return useQuery({ queryKey: keys.tour, queryFn: api.me.tour, enabled: may, staleTime: Infinity, retry: false });
}
