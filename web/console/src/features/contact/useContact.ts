import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Contact, type ContactChange, type ContactOrder } from "../../api";
import { keys } from "../../live";

export function useContact(id: string) {
  return useQuery({ queryKey: keys.contact(id), queryFn: () => api.contacts.get(id), enabled: id !== "", staleTime: 60_000 });
}

export function useContactConversations(id: string) {
  return useQuery({ queryKey: keys.contactConversations(id), queryFn: () => api.contacts.conversations(id), enabled: id !== "", staleTime: 30_000 });
}

/** A list of contacts as somebody wants to see it. What words find has an order of its own. */
export interface ContactLook { q?: string; tag?: string; organisation?: string; sort?: Exclude<ContactOrder, "-seen_at"> }

export function useContacts(look: ContactLook) {
  return useInfiniteQuery({
    queryKey: keys.contactList(look),
    queryFn: ({ pageParam }) => api.contacts.list({ ...look, limit: 50, after: pageParam || undefined }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
}

export function useChangeContact(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactChange) => api.contacts.change(id, change),
    onSuccess: (contact: Contact) => {
      client.setQueryData(keys.contact(id), contact);
      void client.invalidateQueries({ queryKey: keys.contacts });
    },
  });
}
