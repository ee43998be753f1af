import { useQuery } from "@tanstack/react-query";
import { alike } from "../../api/alike";
import { keys } from "../../live";

export function useLinks(id: string) {
  return useQuery({ queryKey: keys.contactLinks(id), queryFn: () => alike.links(id), enabled: id !== "", staleTime: 30_000 });
}
