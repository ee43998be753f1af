import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { asFault, isDenied, type Contact } from "../../api";
import type { SuggestedPair } from "../../api/alike";
import { useOffers } from "../../commands/registry";
import { Because } from "../../features/alike/Because";
import MergeContacts from "../../features/alike/MergeContacts";
import { useParting, useSuggestions } from "../../features/alike/useAlike";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { Page } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useWords } from "../../words";
import "../../features/alike/alike.css";

const idOf = (pair: SuggestedPair) => `${pair.one.id} ${pair.other.id}`;

/** Everybody who may be somebody else, the likeliest first; worked off by keyboard. */
export default function Suggestions() {
  const { t } = useWords();
  const query = useSuggestions();
  const { apart } = useParting();
  const [at, setAt] = useState(0);
  const [asked, setAsked] = useState<SuggestedPair | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => { titled(t("alike.all")); }, [t]);
  const pairs = query.data?.pages.flatMap((page) => page.items) ?? [];
  const place = Math.min(at, Math.max(pairs.length - 1, 0));
  const chosen = pairs[place];
  const step = (by: number) => {
    const next = Math.min(Math.max(place + by, 0), pairs.length - 1);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    if (next >= pairs.length - 5 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  const deny = (pair: SuggestedPair) => apart.mutate({ one: pair.one.id, other: pair.other.id });
  useOffers([
    { name: "pair.next", keys: "j", enabled: pairs.length > 0, run: () => step(1) },
    { name: "pair.previous", keys: "k", enabled: pairs.length > 0, run: () => step(-1) },
    { name: "pair.compare", keys: "Enter", enabled: Boolean(chosen?.can.merge), run: () => setAsked(chosen ?? null) },
    { name: "pair.apart", keys: "x", enabled: Boolean(chosen?.can.merge) && !apart.isPending, run: () => { if (chosen) deny(chosen); } },
  ]);
  return (
    <Page title={t("alike.all")} lead={t("alike.lead")} acts={<Link className="as-button" to="/contacts" search={{}}>{t("contacts.title")}</Link>}>
      {query.isPending ? <Shimmer rows={8} height={48} />
        : !query.data ? (isDenied(query.error) ? <Refused /> : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />)
        : pairs.length === 0 ? <Empty title={t("alike.none")} why={t("alike.noneWhy")} />
        : (
          <>
            <ul className="pairs-list" ref={list} aria-label={t("alike.all")}>
              {pairs.map((pair, n) => (
                <li key={idOf(pair)} className={n === place ? "pair is-chosen" : "pair"} aria-current={n === place || undefined} onClick={() => setAt(n)}>
                  <Who contact={pair.one} />
                  <Who contact={pair.other} />
                  <p className="pair-why alike-sub"><Because score={pair.score} because={pair.because} /></p>
                  {pair.can.merge && (
                    <div className="pair-acts">
                      <Button size="small" onClick={() => setAsked(pair)}>{t("alike.compare")}</Button>
                      <Button size="small" type="text" loading={apart.isPending && apart.variables.one === pair.one.id && apart.variables.other === pair.other.id} onClick={() => deny(pair)}>{t("alike.apart")}</Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
            {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("act.loadMore")}</Button>}
          </>
        )}
      {asked && <MergeContacts key={idOf(asked)} contact={asked.one.id} suggested={asked.other} score={asked.score} because={asked.because} close={() => setAsked(null)} />}
    </Page>
  );
}

function Who({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const reach = contact.identities.filter((each) => each.kind !== "visitor").map((each) => each.value).slice(0, 2).join(" · ");
  return (
    <span className="pair-who">
      <Link to="/contacts/$id" params={{ id: contact.id }}>{contact.name || t("contact.nameless")}</Link>
      <span className="alike-sub">{reach || t("contact.noIdentities")}</span>
    </span>
  );
}
