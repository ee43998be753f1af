import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { routing } from "../api/routing";
import { keys } from "../live";
import { wordy } from "../words";

const Asked = lazy(() => wordy(() => import("../features/queue/Asked")));

/** What one is asked to take, wherever one is: one question at a time. */
export function Question() {
  const { data } = useQuery({ queryKey: keys.offers, queryFn: routing.offers, staleTime: Infinity });
  const first = data?.items[0];
  return <Suspense fallback={null}>{first && <Asked key={first.id} offer={first} />}</Suspense>;
}
