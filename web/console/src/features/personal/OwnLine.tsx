import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { personal } from "../../api/personal";
import { keys } from "../../live";
import { useWords } from "../../words";

const Told = lazy(() => import("./Told").then((each) => ({ default: each.Told })));

/** Somebody's own person in a line, beside a conversation; nothing where there is nobody. */
export default function OwnLine({ contact }: { contact: string }) {
  const { t } = useWords();
  const whose = { contact };
  const { data } = useQuery({ queryKey: keys.personalOf(whose), queryFn: () => personal.get(whose), staleTime: 60_000 });
  if (!data?.staff) return null;
  return <section className="panel-block" aria-label={t("personalAgent.own")}><h3>{t("personalAgent.own")}</h3><p><Suspense fallback={null}><Told agent={data} /></Suspense></p></section>;
}
