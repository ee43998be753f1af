import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Select } from "antd";
import { useEffect } from "react";
import { useMe } from "../../live/me";
import { titled } from "../../ui/title";
import { useMedia } from "../../ui/useMedia";
import { useWords } from "../../words";
import { roomsFor, type Room } from "./rooms";
import "./settings.css";

const phone = "(max-width: 760px)";

export default function Settings() {
  const { t } = useWords();
  const me = useMe();
  const narrow = useMedia(phone);
  useEffect(() => { titled(t("settings.title")); }, [t]);
  const open = roomsFor(me.permissions);
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t("settings.title")}>
        <h1>{t("settings.title")}</h1>
        {narrow ? <RoomSelect groups={open} /> : open.map((group) => (
          <div key={group.name} role="group" aria-labelledby={`rooms-${group.name}`} className="settings-group">
            <p id={`rooms-${group.name}`}>{t(`settings.group.${group.name}`)}</p>
            {group.rooms.map((room) => <Link key={room.name} to={room.to} className="view" activeProps={{ "aria-current": "page" }}>{t(`settings.${room.name}`)}</Link>)}
          </div>
        ))}
        <p className="settings-version num">{t("app.name")} {me.version}</p>
      </nav>
      <div className="settings-room" tabIndex={0} role="region" aria-label={t("settings.title")}><Outlet /></div>
    </div>
  );
}

/** On a phone one room is seen at a time, and the others are chosen from a list. */
function RoomSelect({ groups: open }: { groups: { name: string; rooms: Room[] }[] }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = open.flatMap((group) => group.rooms).find((room) => pathname === room.to || pathname.startsWith(`${room.to}/`));
  return (
    <Select<Room["to"]>
      className="settings-select" aria-label={t("settings.choose")} placeholder={t("settings.choose")} value={here?.to} listHeight={420}
      onChange={(to) => void navigate({ to })}
      options={open.map((group) => ({ label: t(`settings.group.${group.name}`), options: group.rooms.map((room) => ({ value: room.to, label: t(`settings.${room.name}`) })) }))}
    />
  );
}
