import { Link, Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { useMe } from "../../live/me";
import { useWords } from "../../words";
import "./settings.css";

const rooms = [
  { to: "/settings/profile", name: "profile", needs: null },
  { to: "/settings/security", name: "security", needs: null },
  { to: "/settings/channels", name: "channels", needs: null },
  { to: "/settings/canned-replies", name: "cannedReplies", needs: null },
  { to: "/settings/macros", name: "macros", needs: null },
  { to: "/settings/staff", name: "staff", needs: null },
  { to: "/settings/teams", name: "teams", needs: null },
  { to: "/settings/roles", name: "roles", needs: null },
  { to: "/settings/skills", name: "skills", needs: null },
  { to: "/settings/presence", name: "presence", needs: null },
  { to: "/settings/sign-in", name: "signIn", needs: "sign_in.manage" },
  { to: "/settings/audit", name: "audit", needs: null },
  { to: "/settings/webhooks", name: "webhooks", needs: null },
  { to: "/settings/looks", name: "looks", needs: null },
  { to: "/settings/stuck", name: "stuck", needs: null },
] as const;

export default function Settings() {
  const { t } = useWords();
  const me = useMe();
  useEffect(() => { document.title = t("settings.title"); }, [t]);
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t("settings.title")}>
        <h1>{t("settings.title")}</h1>
        {rooms.filter((room) => room.needs === null || me.permissions.includes(room.needs)).map((room) => <Link key={room.name} to={room.to} className="view" activeProps={{ "aria-current": "page" }}>{t(`settings.${room.name}`)}</Link>)}
        <p className="settings-version num">{t("app.name")} {me.version}</p>
      </nav>
      <div className="settings-room" tabIndex={0} role="region" aria-label={t("settings.title")}><Outlet /></div>
    </div>
  );
}
