import { ClockCircleOutlined, MoreOutlined, StarFilled } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Dropdown, type MenuProps } from "antd";
import type { DragEvent } from "react";
import { api } from "../../api";
import type { Place } from "../../api/routing";
import { useVerb } from "../../live/verb";
import { useNow } from "../../words/now";
import { span } from "../../words/time";
import { sumSeconds } from "./rules";
import { useQueueWords } from "./useQueueWords";

export const dragged = "text/x-conversation";

interface Move { people: { id: string; name: string }[]; teams: { id: string; name: string }[] }

/** Somebody who waits: who, how long, and why exactly here. */
export function PlaceRow({ place, move }: { place: Place; move: Move }) {
  const { t, reason, sum } = useQueueWords();
  const now = useNow();
  const verb = useVerb();
  const it = place.conversation;
  const items: MenuProps["items"] = [
    { type: "group", key: "people", label: t("queue.giveTo"), children: move.people.map((each) => ({ key: `staff:${each.id}`, label: each.name })) },
    { type: "group", key: "teams", label: t("queue.moveTo"), children: move.teams.filter((each) => each.id !== it.team?.id).map((each) => ({ key: `team:${each.id}`, label: each.name })) },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const [kind, id = ""] = key.split(":");
    verb(api.conversations.assign(it.id, kind === "staff" ? { assignee: id } : { team: id }));
  };
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(dragged, it.id);
    event.dataTransfer.effectAllowed = "move";
  };
  return (
    <li className="waiting" draggable={it.can.assign} onDragStart={drag}>
      <Link className="waiting-who" to="/desk/$view" params={{ view: "unassigned" }} search={{ c: it.id }} draggable={false}>
        <b>{it.contact.name || t("contact.nameless")}</b>
        {it.contact.tier === "vip" && <StarFilled className="vip" aria-label={t("tier.vip")} />}
        <span className="waiting-said">{it.subject || it.preview}</span>
      </Link>
      <span className={place.overdue ? "waiting-time is-late num" : "waiting-time num"}><ClockCircleOutlined aria-hidden /> {span(t, now - Date.parse(place.arrived))}</span>
      {it.can.assign && (
        <Dropdown trigger={["click"]} menu={{ items, onClick: choose, className: "menu-scroll" }}>
          <Button size="small" type="text" icon={<MoreOutlined aria-hidden />} aria-label={t("queue.moveWhom", { who: it.contact.name || t("contact.nameless") })} />
        </Dropdown>
      )}
      <p className="waiting-why">
        {place.waits_for && <span className="waiting-for">{t(`queue.waitsFor.${place.waits_for.because}`, { who: place.waits_for.staff.name, span: span(t, Math.max(0, Date.parse(place.waits_for.until) - now)) })} · </span>}
        {place.overdue ? t("queue.overdue") : sum(sumSeconds(place.reasons))}
        {place.reasons.length > 0 && <>{t("queue.because")}{place.reasons.map(reason).join(t("list.and"))}</>}
      </p>
    </li>
  );
}
