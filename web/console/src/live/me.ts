import { useQuery } from "@tanstack/react-query";
import { api, type Me } from "../api";
import { keys } from "./keys";

export function useMeQuery() {
  return useQuery({ queryKey: keys.me, queryFn: api.me.get, staleTime: 5 * 60_000, retry: false });
}

/** The signed-in person. Only below the session, which waits for them. */
export function useMe(): Me {
  const { data } = useMeQuery();
  if (!data) throw new Error("useMe outside of a signed-in session");
  return data;
}
