import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Select } from "antd";
import { useEffect } from "react";
import { useMe } from "../../live/me";
import { titled } from "../../ui/title";
import { useMedia } from "../../ui/useMedia";
import { useWords } from "../../words";
import "./settings.css";

/** The rooms, by what they are about. */
const groups = [
  { name: "own", rooms: [
    { to: "/settings/profile", name: "profile", needs: null },
    { to: "/settings/notifications", name: "notifications", needs: null },
    { to: "/settings/security", name: "security", needs: null },
  ] },
  { name: "people", rooms: [
    { to: "/settings/staff", name: "staff", needs: null },
    { to: "/settings/teams", name: "teams", needs: null },
    { to: "/settings/roles", name: "roles", needs: null },
    { to: "/settings/skills", name: "skills", needs: null },
    { to: "/settings/presence", name: "presence", needs: null },
  ] },
  { name: "conversations", rooms: [
    { to: "/settings/canned-replies", name: "cannedReplies", needs: null },
    { to: "/settings/macros", name: "macros", needs: null },
    { to: "/settings/statuses", name: "statuses", needs: null },
    { to: "/settings/fields", name: "fields", needs: null },
  ] },
  { name: "connections", rooms: [
    { to: "/settings/channels", name: "channels", needs: null },
    { to: "/settings/webhooks", name: "webhooks", needs: null },
  ] },
  { name: "data", rooms: [
    { to: "/settings/data", name: "data", needs: "data.export" },
    { to: "/settings/looks", name: "looks", needs: null },
    { to: "/settings/audit", name: "audit", needs: null },
    { to: "/settings/retention", name: "retention", needs: "retention.manage" },
  ] },
  { name: "house", rooms: [
    { to: "/settings/sign-in", name: "signIn", needs: "sign_in.manage" },
    { to: "/settings/stuck", name: "stuck", needs: null },
  ] },
] as const;

const phone = "(max-width: 760px)";

export default function Settings() {
  const { t } = useWords();
  const me = useMe();
  const narrow = useMedia(phone);
  useEffect(() => { titled(t("settings.title")); }, [t]);
  const open = groups.map((group) => ({ name: group.name, rooms: group.rooms.filter((room) => room.needs === null || me.permissions.includes(room.needs)) })).filter((group) => group.rooms.length > 0);
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

type Room = (typeof groups)[number]["rooms"][number];

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
