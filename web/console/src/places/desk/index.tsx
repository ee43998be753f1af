import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FormOutlined } from "@ant-design/icons";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { ViewKey } from "../../api";
import { CommandButton } from "../../commands/CommandButton";
import { useOffers } from "../../commands/registry";
import { ConversationList } from "../../features/conversation/ConversationList";
import { useWindow } from "../../features/conversation/useWindow";
import { useViews, viewOrder } from "../../features/view/useViews";
import { ViewList } from "../../features/view/ViewList";
import { useMe } from "../../live/me";
import type { Sort, View } from "../../live/rules";
import { Divider } from "../../ui/Divider";
import { useNarrow, usePhone } from "../../ui/useMedia";
import { useWidth } from "../../ui/useWidth";
import { useWords } from "../../words";
import { EmptyActs } from "./EmptyActs";
import { Nothing } from "./Nothing";
import { Talk } from "./Talk";
import { ViewPicker } from "./ViewPicker";
import "./desk.css";

const Begin = lazy(() => import("../begin"));

const views = { least: 148, most: 280 };
const list = { least: 280, most: 560 };

/** The three panes: what there is, what is chosen, and who it is about. */
export default function Desk() {
  const { t } = useWords();
  const { staff, permissions } = useMe();
  const params = useParams({ strict: false }) as { view?: string };
  const search = useSearch({ strict: false }) as { c?: string; m?: string; tag?: string; channel?: string; sort?: Sort };
  const navigate = useNavigate();
  const key = (viewOrder as string[]).includes(params.view ?? "") ? (params.view as ViewKey) : "mine";
  const sort = search.sort ?? "-last_message_at";
  const chosen = search.c ?? "";
  const teams = useMemo(() => staff.teams.map((each) => each.id).sort(), [staff.teams]);
  const { tag, channel } = search;
  const view = useMemo<View>(() => ({ key, sort, me: staff.id, teams, tag, channel }), [key, sort, staff.id, teams, tag, channel]);
  const window = useWindow(view);
  const counts = useViews();
  const isPhone = usePhone();
  const isNarrow = useNarrow();
  const [viewsWidth, setViewsWidth] = useWidth("views", 208, views.least, views.most);
  const [listWidth, setListWidth] = useWidth("list", 356, list.least, list.most);

  const [beginning, setBeginning] = useState(false);
  const begin = { name: "conversation.begin", keys: "c", enabled: permissions.includes("conversation.open"), run: () => setBeginning(true) };

  const go = useCallback((next: { c?: string; sort?: Sort; tag?: string; channel?: string }) => {
    void navigate({ to: "/desk/$view", params: { view: key }, search: { c: chosen || undefined, sort: search.sort, tag, channel, ...next } });
  }, [channel, chosen, key, navigate, search.sort, tag]);
  const open = useCallback((id: string) => go({ c: id }), [go]);

  const items = window.query.data?.items ?? [];
  const at = items.findIndex((each) => each.id === chosen);
  const step = (by: number) => {
    const next = items[at < 0 ? 0 : at + by];
    if (next) open(next.id);
  };
  useOffers([
    begin,
    { name: "list.next", keys: "j", enabled: items.length > 0, run: () => step(1) },
    { name: "list.previous", keys: "k", enabled: items.length > 0, run: () => step(-1) },
    { name: "list.open", keys: "Enter", enabled: items.length > 0, run: () => (chosen ? document.getElementById("thread")?.focus() : step(0)) },
  ]);
  useEffect(() => {
    document.title = t("desk.title", { view: t(`view.${key}`) });
  }, [key, t]);

  // The count is of the whole view; a part of it is counted when it is loaded to its end.
  const isPart = Boolean(tag || channel);
  const count = !isPart ? counts.data?.get(key)?.count : window.query.data?.next === "" ? items.length : undefined;
  const showList = !isPhone || !chosen;
  return (
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
              view={view} window={window} chosen={chosen} count={count} onOpen={open}
              onFilter={(next) => go({ tag: next.tag, channel: next.channel })} acts={begin.enabled && <CommandButton offer={begin} short type="text" size="small" icon={<FormOutlined aria-hidden />} />}
              onSort={(next) => go({ sort: next === "-last_message_at" ? undefined : next })}
              head={isNarrow ? <ViewPicker current={key} counts={counts.data} hasTeams={staff.teams.length > 0} /> : undefined}
              emptyActs={<EmptyActs view={key} />}
            />
          </div>
          {!isPhone && <Divider label={t("desk.widthOfList")} width={listWidth} least={list.least} most={list.most} onWidth={setListWidth} />}
        </>
      )}
      {chosen
        ? <Talk key={chosen} id={chosen} found={search.m} back={isPhone ? () => go({ c: undefined }) : undefined} close={() => go({ c: undefined })} />
        : !isPhone && <Nothing />}
      {beginning && <Suspense fallback={null}><Begin close={() => setBeginning(false)} /></Suspense>}
    </div>
  );
}
