import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, type LegalHold } from "../../api";
import { keys } from "../../live";
import { useMe } from "../../live/me";

const Hold = lazy(() => import("./Hold"));

interface Props {
  kind: LegalHold["kind"];
  id: string;
  /** Where the act to set one stands elsewhere, in a menu: whether it was chosen there. */
  asking?: boolean;
  ask?: (open: boolean) => void;
}

/** Whether a legal hold keeps a contact or a conversation, and the act that sets or ends it. */
export function HoldLine({ kind, id, asking: asked, ask }: Props) {
  const may = useMe().permissions.includes("retention.manage");
  const [own, setOwn] = useState(false);
  const asking = asked ?? own;
  const query = useQuery({ queryKey: keys.holds, queryFn: api.retention.holds, enabled: may, staleTime: 60_000 });
  const hold = query.data?.items.find((each) => each.kind === kind && each.id === id);
  if (!may || !query.data || ask && !hold && !asking) return null;
  return <Suspense fallback={null}><Hold kind={kind} id={id} hold={hold} asking={asking} setAsking={ask ?? setOwn} elsewhere={ask !== undefined} /></Suspense>;
}
