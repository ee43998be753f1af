import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { api } from "../../api";
import { typedAhead } from "../../commands/ahead";
import { useOffers } from "../../commands/registry";
import { askedOf, questionOf } from "../../features/search/rules";
import { SearchFilters } from "../../features/search/SearchFilters";
import { SearchHints, Strays } from "../../features/search/SearchHints";
import { SearchResults } from "../../features/search/SearchResults";
import { OrganisationHits } from "../../features/organisation/OrganisationHits";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useStaff, useTeams } from "../../live/people";
import { Page } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useWords } from "../../words";

const quietMs = 250;

export default function Search() {
  const { t } = useWords();
  const { q = "" } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<InputRef>(null);
  const composing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    box.current?.focus();
    titled(t("search.title"));
    return () => clearTimeout(timer.current);
  }, [t]);
  useOffers([{ name: "search.open", keys: "/", enabled: true, run: () => box.current?.focus({ cursor: "all" }) }]);
  const look = (wanted: string) => void navigate({ to: "/search", search: { q: wanted.trim() || undefined }, replace: true });
  const typed = (wanted: string) => {
    setText(wanted);
    clearTimeout(timer.current);
    // Half a pinyin syllable is not yet a question.
    if (!composing.current) timer.current = setTimeout(() => look(wanted), quietMs);
  };
  useEffect(() => {
    const ahead = typedAhead(); // on the way here
    if (ahead) typed(q + ahead);
  });
  // The arrows go from the box through what was found, and back; Enter opens, as on every link.
  const walk = (event: KeyboardEvent) => {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...frame.current!.querySelectorAll<HTMLElement>(".rows a, .hits a")];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const inBox = document.activeElement === box.current?.input;
    if ((at < 0 && !inBox) || (inBox && event.key === "ArrowUp")) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) box.current?.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  };
  const staff = useStaff();
  const teams = useTeams();
  const channels = useQuery({ queryKey: keys.channels, queryFn: api.channels.list, staleTime: 60_000 });
  const { permissions } = useMe();
  const ready = !staff.isPending && !teams.isPending && !channels.isPending; // names mean somebody only then
  const known = useMemo(() => ({ staff: staff.data?.items ?? [], teams: teams.data?.items ?? [], channels: channels.data?.items ?? [] }), [staff.data, teams.data, channels.data]);
  const question = useMemo(() => questionOf(q, known), [q, known]);
  const asked = useMemo(() => askedOf(question, Date.now()), [question]);
  const put = (wanted: string) => {
    setText(wanted);
    clearTimeout(timer.current);
    look(wanted);
    box.current?.focus();
  };
  return (
    <Page title={t("search.title")}>
      <div ref={frame} className="search" onKeyDown={walk}>
        <Input
          ref={box} type="search" size="large" prefix={<SearchOutlined aria-hidden />} allowClear value={text} aria-label={t("search.label")} placeholder={t("search.placeholder")}
          onChange={(event) => typed(event.target.value)} onPressEnter={() => { if (!composing.current) look(text); }}
          onCompositionStart={() => { composing.current = true; }}
          onCompositionEnd={(event) => { composing.current = false; typed(event.currentTarget.value); }}
        />
        <SearchFilters text={q} question={question} known={known} onText={put} />
        {permissions.includes("contact.view") && <OrganisationHits q={question.words || question.filters.findLast((each) => each.key === "organisation")?.value || ""} />}
        <Strays strays={ready ? question.strays : []} />
        <SearchResults asked={asked} ready={ready} start={<SearchHints add={put} />} />
      </div>
    </Page>
  );
}
