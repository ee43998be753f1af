import { useQuery } from "@tanstack/react-query";
import { api } from "../../api";
import { keys } from "../../live";

/** Whether Enter sends, as this person chose it. Only in a chat. */
export function useEnterSends(isChat: boolean): boolean {
  const { data } = useQuery({ queryKey: keys.sending, queryFn: api.sending.get, staleTime: 10 * 60_000 });
  return isChat && data?.effective.enter_sends === true;
}
