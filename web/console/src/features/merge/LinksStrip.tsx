import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api, type Conversation } from "../../api";
import { keys } from "../../live";

const Links = lazy(() => import("./Links"));

interface Props { conversation: Conversation; open: (id: string) => void; merge: (other: Conversation) => void }

/** What was put together here, what was taken apart, what may belong together; mostly nothing. */
export default function LinksStrip({ conversation, open, merge }: Props) {
  const { data } = useQuery({ queryKey: keys.links(conversation.id), queryFn: () => api.conversations.links(conversation.id), staleTime: 30_000 });
  if (!data || !data.merged_into && !data.split_from && [data.halves, data.split_off, data.split_proposals, data.strangers, data.told_apart, data.maybe_same].every((each) => each.length === 0)) return null;
  return <Suspense fallback={null}><Links conversation={conversation} data={data} open={open} merge={merge} /></Suspense>;
}
