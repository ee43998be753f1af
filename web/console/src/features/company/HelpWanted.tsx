import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { company } from "../../api/company";
import { keys } from "../../live";
import { Broken, Empty, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { HelpRow } from "./HelpRow";
import "./company.css";

/** Who asks for help now; each number opens its list. */
export function HelpWanted({ me, team }: { me: string; team: string | undefined }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.helpNow, queryFn: () => company.helps(true) });
  const [list, setList] = useState<"open" | "taken" | "all" | null>(null);
  const now = (query.data?.items ?? []).filter((each) => !team || each.team?.id === team).toReversed(); // who has waited longest comes first
  const open = now.filter((each) => each.state === "open");
  const taken = now.filter((each) => each.state === "taken");
  return (
    <section className="help-wanted" aria-labelledby="floor-help">
      <header>
        <h2 id="floor-help">{t("helpFloor.title")}</h2>
        <button type="button" className="help-count num" onClick={() => setList("open")}>{t("helpFloor.open", { count: open.length })}</button>
        <button type="button" className="help-count num" onClick={() => setList("taken")}>{t("helpFloor.taken", { count: taken.length })}</button>
        <button type="button" className="link" onClick={() => setList("all")}>{t("helpFloor.all")}</button>
      </header>
      {query.error && !query.data ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />
        : open.length > 0 && <ol className="waitings">{open.slice(0, 5).map((each) => <HelpRow key={each.id} help={each} me={me} />)}</ol>}
      {list === "all" ? <All me={me} close={() => setList(null)} /> : list && (
        <Drawer open onClose={() => setList(null)} size={520} title={t(`helpFloor.${list}`, { count: (list === "open" ? open : taken).length })}>
          <ol className="waitings">{(list === "open" ? open : taken).map((each) => <HelpRow key={each.id} help={each} me={me} />)}</ol>
        </Drawer>
      )}
    </section>
  );
}

function All({ me, close }: { me: string; close: () => void }) {
  const { t } = useWords();
  const query = useInfiniteQuery({ queryKey: keys.helpAll, queryFn: ({ pageParam }) => company.helps(false, pageParam || undefined), initialPageParam: "", getNextPageParam: (page) => page.next || undefined });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer open onClose={close} size={520} title={t("helpFloor.all")}>
      {query.isPending ? <Shimmer rows={6} height={48} />
        : !query.data ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />
        : items.length === 0 ? <Empty title={t("helpFloor.none")} why={t("helpFloor.noneWhy")} />
        : <ol className="waitings">{items.map((each) => <HelpRow key={each.id} help={each} me={me} />)}</ol>}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
    </Drawer>
  );
}
