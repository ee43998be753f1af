import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { asFault, type Conversation } from "../../api";
import { company } from "../../api/company";
import { keys } from "../../live";
import { Broken } from "../../ui/Faces";

const Shown = lazy(() => import("./Shown"));

/** Who stands by whom in a conversation; mostly nobody. */
export default function Strip({ conversation, me }: { conversation: Conversation; me: string }) {
  const query = useQuery({ queryKey: keys.company(conversation.id), queryFn: () => company.get(conversation.id), staleTime: 30_000 });
  if (query.error && !query.data) return <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />;
  const it = query.data;
  if (!it || (!it.help && it.companions.length === 0 && !it.can.join && !it.can.whisper)) return null;
  return <Suspense fallback={null}><Shown conversation={conversation} me={me} it={it} /></Suspense>;
}
