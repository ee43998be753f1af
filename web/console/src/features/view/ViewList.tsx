import { ClockCircleOutlined, CheckCircleOutlined, FilterOutlined, InboxOutlined, QuestionCircleOutlined, TeamOutlined, UserOutlined, HourglassOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, type ReactNode } from "react";
import { api, asFault, type ViewCount, type ViewKey } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords, type Words } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { shortSpan } from "../../words/time";
import { countText, isLate } from "./rules";
import { useViews, viewOrder } from "./useViews";

const icons: Record<ViewKey, ReactNode> = {
  mine: <UserOutlined aria-hidden />, unassigned: <QuestionCircleOutlined aria-hidden />, team: <TeamOutlined aria-hidden />, all: <InboxOutlined aria-hidden />,
  waiting: <HourglassOutlined aria-hidden />, snoozed: <ClockCircleOutlined aria-hidden />, resolved: <CheckCircleOutlined aria-hidden />,
};

export function nameOf(t: Words, key: string, view: ViewCount | undefined): string {
  return view?.id ? view.name : (viewOrder as string[]).includes(key) ? t(`view.${key}`) : t("view.gone");
}

/** The views with what waits in them. The age is that of the oldest customer
 * who waits for us; it turns amber when somebody should look. */
export function ViewList({ hasTeams }: { hasTeams: boolean }) {
  const { t } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const { data } = useViews();
  const dragged = useRef("");
  const order = data ? [...data.keys()] : viewOrder;
  const shown = order.filter((key) => key !== "team" || hasTeams);
  const drop = (before: string) => {
    const key = dragged.current;
    if (!key || key === before) return;
    const rest = order.filter((each) => each !== key);
    rest.splice(rest.indexOf(before), 0, key);
    api.views.arrange(rest).then(() => client.invalidateQueries({ queryKey: keys.views }), (cause: unknown) => say.bad(faultWords(t, asFault(cause))));
  };
  return (
    <nav className="views" aria-label={t("desk.views")}>
      {shown.map((key) => {
        const count = data?.get(key);
        const since = count?.oldest_waiting_since ?? null;
        const late = isLate(key, since, now);
        return (
          <Link
            key={key} to="/desk/$view" params={{ view: key }} search={{}} className="view" activeProps={{ "aria-current": "page" }} activeOptions={{ includeSearch: false }}
            draggable onDragStart={() => { dragged.current = key; }} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); drop(key); }}
          >
            <span className="view-icon" aria-hidden>{icons[key as ViewKey] ?? (count?.icon || <FilterOutlined aria-hidden />)}</span>
            <span className="view-name">{nameOf(t, key, count)}</span>
            {since && (
              <span className={late ? "view-age num is-late" : "view-age num"} title={t("view.oldest")}>
                <span className="sr">{t("view.oldest")} </span>{shortSpan(t, now - Date.parse(since))}{late && <b aria-hidden>!</b>}
              </span>
            )}
            <span className="view-count num">{count === undefined ? "" : countText(count)}</span>
          </Link>
        );
      })}
    </nav>
  );
}
