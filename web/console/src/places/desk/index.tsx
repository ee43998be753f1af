import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { CloseOutlined, ControlOutlined, FormOutlined, StepForwardOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { api, type BulkOrder, type Conversation, type Filter } from "../../api";
import { CommandButton } from "../../commands/CommandButton";
import { useOffers } from "../../commands/registry";
import { ConversationList } from "../../features/conversation/ConversationList";
import { useWindow } from "../../features/conversation/useWindow";
import { useSelection } from "../../features/conversation/selection";
import { useNext } from "../../features/queue/useNext";
import { merge } from "../../features/merge/commands";
import { useTour } from "../../features/tour/useTour";
import { countText } from "../../features/view/rules";
import { useViews } from "../../features/view/useViews";
import { nameOf, ViewList } from "../../features/view/ViewList";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { shapes, type Sort, type View } from "../../live/rules";
import { useVerb } from "../../live/verb";
import { Divider } from "../../ui/Divider";
import { titled } from "../../ui/title";
import { useNarrow, usePhone } from "../../ui/useMedia";
import { useWidth } from "../../ui/useWidth";
import { talking, useWords, wordy } from "../../words";
import { Coming } from "./Coming";
import { EmptyActs } from "./EmptyActs";
import { Nothing } from "./Nothing";
import { ViewPicker } from "./ViewPicker";
import "./desk.css";

const bringTalk = () => talking(() => import("./Talk"));
const Talk = lazy(bringTalk);
const Begin = lazy(() => wordy(() => import("../begin")));
const BulkBar = lazy(() => wordy(() => import("../../features/bulk/BulkBar")).then((each) => ({ default: each.BulkBar })));
const MacroForMany = lazy(() => wordy(() => import("../../features/wording/MacroForMany")));
const MergeDialog = lazy(() => import("../../features/merge/MergeDialog"));
const Tour = lazy(() => wordy(() => import("../../features/tour/Tour")));
const FilterForm = lazy(() => wordy(() => import("../../features/view/FilterForm")).then((each) => ({ default: each.FilterForm })));

const views = { least: 148, most: 280 };
const list = { least: 280, most: 560 };

/** The three panes: what there is, what is chosen, and who it is about. */
export default function Desk() {
  const { t } = useWords();
  const { staff, permissions } = useMe();
  const params = useParams({ strict: false }) as { view?: string };
  const search = useSearch({ strict: false }) as { c?: string; m?: string; tag?: string; channel?: string; sort?: Sort; f?: string };
  const navigate = useNavigate();
  const key = params.view ?? "mine";
  const filter = search.f;
  const sort = search.sort ?? (key in shapes && filter === undefined ? "-last_message_at" : "");
  const chosen = search.c ?? "";
  const teams = useMemo(() => staff.teams.map((each) => each.id).sort(), [staff.teams]);
  const { tag, channel } = search;
  const view = useMemo<View>(() => ({ key, sort, me: staff.id, teams, tag, channel, filter }), [key, sort, staff.id, teams, tag, channel, filter]);
  const window = useWindow(view);
  const counts = useViews();
  const isPhone = usePhone();
  const isNarrow = useNarrow();
  const [viewsWidth, setViewsWidth] = useWidth("views", 224, views.least, views.most);
  const [listWidth, setListWidth] = useWidth("list", 356, list.least, list.most);

  const mayLead = permissions.includes("channel.manage");
  const tour = useTour(mayLead);
  const client = useQueryClient();
  const verb = useVerb();
  const takeUp = { name: "tour.open", enabled: mayLead && !tour.data?.offered, run: () => verb(api.me.leadMe("running").then((answer) => { client.setQueryData(keys.tour, answer); })) };
  const [beginning, setBeginning] = useState(false);
  const begin = { name: "conversation.begin", keys: "c", enabled: permissions.includes("conversation.open"), run: () => setBeginning(true) };

  const next = useNext(permissions.includes("conversation.assign"));

  const go = useCallback((next: { c?: string; sort?: Sort; tag?: string; channel?: string; f?: string }) => {
    void navigate({ to: "/desk/$view", params: { view: key }, search: { c: chosen || undefined, sort: search.sort, tag, channel, f: filter, ...next } });
  }, [channel, chosen, filter, key, navigate, search.sort, tag]);
  const open = useCallback((id: string) => go({ c: id }), [go]);

  const items = window.query.data?.items ?? [];
  useEffect(() => { if (items.length > 0) bringTalk().catch(() => {}); }, [items.length]); // soon one of them is opened, and then it is asked for again
  const at = items.findIndex((each) => each.id === chosen);
  const step = (by: number) => {
    const next = items[at < 0 ? 0 : at + by];
    if (next) open(next.id);
  };
  const selection = useSelection();
  const clear = selection.clear;
  useEffect(() => clear(), [view, clear]);
  const saved = counts.data?.get(key);
  const name = nameOf(t, key, saved);
  const [filtering, setFiltering] = useState(false);
  const selecting = permissions.includes("conversation.bulk") && (selection.all || selection.ids.size > 0);
  const [wasSelecting, setWasSelecting] = useState(false);
  if (selecting && !wasSelecting) setWasSelecting(true);
  const given = (): Filter => (filter ? (JSON.parse(filter) as Filter) : saved?.filter ?? builtIn(key));
  const target = (): Omit<BulkOrder, "acts" | "macro"> => (selection.all
    ? { query: { ...(filter ? { filter: JSON.parse(filter) as Filter } : { view: key }), tag, channel, as_of: window.query.data?.cursor } }
    : { ids: [...selection.ids] });
  const together = selection.all ? [] : items.filter((each) => selection.ids.has(each.id));
  const mergeable = together.length > 1 && together.length === selection.ids.size && merge.can(together);
  const [merging, setMerging] = useState<Conversation[] | null>(null);
  const far = (index: number) => { const to = items[index]; if (to) open(to.id); };
  useOffers([
    begin, takeUp, next,
    { name: "list.filter", keys: "f", enabled: true, run: () => setFiltering(true) },
    { name: "list.select", keys: "x", enabled: chosen !== "" && permissions.includes("conversation.bulk"), run: () => selection.toggle(chosen) },
    { name: "list.select_all", keys: "mod+a", enabled: items.length > 0 && permissions.includes("conversation.bulk"), run: selection.everything },
    { name: "list.first", keys: "Home", enabled: items.length > 0, run: () => far(0) },
    { name: "list.last", keys: "End", enabled: items.length > 0, run: () => far(items.length - 1) },
    { name: "list.next", keys: "j", enabled: items.length > 0, run: () => step(1) },
    { name: "list.previous", keys: "k", enabled: items.length > 0, run: () => step(-1) },
    { name: "list.open", keys: "Enter", enabled: items.length > 0, run: () => (chosen ? document.getElementById("thread")?.focus() : step(0)) },
  ]);
  useEffect(() => {
    titled(t("desk.title", { view: name }));
  }, [name, t]);

  // The count is of the whole view; a part of it is counted when it is loaded to its end.
  const isPart = Boolean(tag || channel || filter);
  const count = !isPart ? (saved && countText(saved)) : window.query.data?.next === "" ? items.length : undefined;
  const showList = !isPhone || !chosen;
  return (
    <>
      {tour.data?.offered && <Suspense fallback={null}><Tour tour={tour.data} open={chosen} /></Suspense>}
      <div className={`desk${chosen ? " has-talk" : ""}`}>
        {!isNarrow && (
          <>
            <div className="desk-views" style={{ width: viewsWidth }}><ViewList hasTeams={staff.teams.length > 0} /></div>
            <Divider label={t("desk.widthOfViews")} width={viewsWidth} least={views.least} most={views.most} onWidth={setViewsWidth} />
          </>
        )}
        {showList && (
          <>
            <div className="desk-list" style={isPhone ? undefined : { width: isNarrow ? Math.min(listWidth, 340) : listWidth }}>
              <ConversationList
                view={view} title={filter ? t("filters.narrowed", { view: name }) : name} window={window}
                narrow={<Button type="text" size="small" className={`list-sort${filter ? " is-on" : ""}`} icon={<ControlOutlined aria-hidden />} aria-label={t("filters.title")} title={t("filters.title")} onClick={() => setFiltering(true)} />}
                below={<>
                  {filter && <div className="chips"><button type="button" className="chip" onClick={() => go({ f: undefined })}><span>{t("filter.clearAll")}</span><CloseOutlined aria-hidden /></button></div>}
                  {wasSelecting && <Suspense fallback={null}><BulkBar
                    count={selection.ids.size} all={selection.all} viewCount={count} target={target} permissions={permissions} everything={selection.everything} clear={clear}
                    merge={mergeable ? () => setMerging(together) : undefined}
                    macros={(run, close) => <Suspense fallback={null}><MacroForMany count={selection.all ? count : selection.ids.size} run={run} close={close} /></Suspense>}
                  /></Suspense>}
                </>} chosen={chosen} count={count} onOpen={open}
                onFilter={(next) => go({ tag: next.tag, channel: next.channel, f: next.tag || next.channel ? filter : undefined })} acts={<>
                  {next.enabled && <CommandButton offer={next} short type="text" size="small" icon={<StepForwardOutlined aria-hidden />} />}
                  {begin.enabled && <CommandButton offer={begin} short type="text" size="small" icon={<FormOutlined aria-hidden />} />}
                </>}
                onSort={(next) => go({ sort: next === "-last_message_at" ? undefined : next })}
                head={isNarrow ? <ViewPicker current={key} counts={counts.data} hasTeams={staff.teams.length > 0} /> : undefined}
                emptyActs={<EmptyActs view={key} />}
              />
            </div>
            {!isPhone && <Divider label={t("desk.widthOfList")} width={listWidth} least={list.least} most={list.most} onWidth={setListWidth} />}
          </>
        )}
        {chosen
          ? <Suspense fallback={<Coming />}><Talk key={chosen} id={chosen} found={search.m} back={isPhone ? () => go({ c: undefined }) : undefined} close={() => go({ c: undefined })} /></Suspense>
          : !isPhone && <Nothing />}
        {filtering && (
          <Suspense fallback={null}>
            <FilterForm
              filter={given()} view={saved?.id ? saved : null} me={staff.id} mayShare={permissions.includes("view.share")}
              apply={(next) => go({ f: JSON.stringify(next) })} close={() => setFiltering(false)}
              saved={(kept) => { setFiltering(false); void navigate({ to: "/desk/$view", params: { view: kept.key }, search: {} }); }}
              removed={() => { setFiltering(false); void navigate({ to: "/desk/$view", params: { view: "mine" }, search: {} }); }}
            />
          </Suspense>
        )}
        {merging && <Suspense fallback={null}><MergeDialog conversations={merging} close={() => setMerging(null)} done={(survivor) => { clear(); open(survivor.id); }} /></Suspense>}
        {beginning && <Suspense fallback={null}><Begin close={() => setBeginning(false)} /></Suspense>}
      </div>
    </>
  );
}

/** A built-in view as a filter, to begin from. */
function builtIn(key: string): Filter {
  const shape = shapes[key as keyof typeof shapes];
  if (!shape) return {};
  const whose = { me: { assignees: ["me"] }, none: { assignees: ["none"] }, teams: { teams: ["mine"] }, anyone: {} }[shape.whose];
  return { ...(shape.states ? { states: shape.states } : {}), ...whose };
}
