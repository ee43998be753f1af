import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Broken, Refused, Shimmer } from "./Faces";

interface FaultLike { status: number; code: string; detail: string }

const unexpected: FaultLike = { status: -1, code: "unexpected", detail: "" };

/** Shows what was fetched, or the face that fits: loading, refused, broken. */
export function Loaded<Data>({ query, refused, rows = 5, children }: { query: UseQueryResult<Data>; refused?: string; rows?: number; children: (data: Data) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending) return <Shimmer rows={rows} height={34} />;
  const fault = isFaultLike(query.error) ? query.error : unexpected;
  return fault.status === 403 ? <Refused who={refused} /> : <Broken fault={fault} retry={() => void query.refetch()} />;
}

function isFaultLike(cause: unknown): cause is FaultLike {
  return typeof cause === "object" && cause !== null && "status" in cause && "code" in cause && "detail" in cause;
}
