import { lazy, Suspense } from "react";
import { useLinks } from "./useLinks";

const Lines = lazy(() => import("./AlikeLines"));

/** Whether a contact has to do with another one; nothing where it has not. */
export default function Alike({ id }: { id: string }) {
  const { data } = useLinks(id);
  if (!data || (!data.merged_into && data.halves.length + data.suggestions.length + data.apart.length === 0)) return null;
  return <Suspense fallback={null}><Lines id={id} links={data} /></Suspense>;
}
