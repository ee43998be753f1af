import { ClockCircleOutlined, CheckCircleOutlined, InboxOutlined, QuestionCircleOutlined, TeamOutlined, UserOutlined, HourglassOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ViewKey } from "../../api";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { shortSpan } from "../../words/time";
import { useViews, viewOrder } from "./useViews";
import { isLate } from "./rules";

const icons: Record<ViewKey, ReactNode> = {
  mine: <UserOutlined aria-hidden />, unassigned: <QuestionCircleOutlined aria-hidden />, team: <TeamOutlined aria-hidden />, all: <InboxOutlined aria-hidden />,
  waiting: <HourglassOutlined aria-hidden />, snoozed: <ClockCircleOutlined aria-hidden />, resolved: <CheckCircleOutlined aria-hidden />,
};

/** The views with what waits in them. The age is that of the oldest customer
 * who waits for us; it turns amber when somebody should look. */
export function ViewList({ hasTeams }: { hasTeams: boolean }) {
  const { t } = useWords();
  const now = useNow();
  const { data } = useViews();
  const shown = viewOrder.filter((key) => key !== "team" || hasTeams);
  return (
    <nav className="views" aria-label={t("desk.views")}>
      {shown.map((key) => {
        const count = data?.get(key);
        const since = count?.oldest_waiting_since ?? null;
        const late = isLate(key, since, now);
        return (
          <Link key={key} to="/desk/$view" params={{ view: key }} search={{}} className="view" activeProps={{ "aria-current": "page" }} activeOptions={{ includeSearch: false }}>
            <span className="view-icon" aria-hidden>{icons[key]}</span>
            <span className="view-name">{t(`view.${key}`)}</span>
            {since && (
              <span className={late ? "view-age num is-late" : "view-age num"} title={t("view.oldest")}>
                <span className="sr">{t("view.oldest")} </span>{shortSpan(t, now - Date.parse(since))}{late && <b aria-hidden>!</b>}
              </span>
            )}
            <span className="view-count num">{count === undefined ? "" : count.count > 9999 ? "9999+" : count.count}</span>
          </Link>
        );
      })}
    </nav>
  );
}
