import { ContactsOutlined, DashboardOutlined, MessageOutlined, PhoneOutlined, SearchOutlined, SettingOutlined } from "@ant-design/icons";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState, type ReactNode } from "react";
import type { Me, ViewKey } from "../api";
import { keepTyping } from "../commands/ahead";
import { Palette } from "../commands/Palette";
import { openCheatSheet, openPalette, useOffers, useRegistry } from "../commands/registry";
import { useShortcuts } from "../commands/shortcuts";
import { chooseTheme, useTheme } from "../ui/theme";
import { useWords, wordy } from "../words";
import { Bell } from "./Bell";
import { ChannelMark } from "./ChannelMark";
import { LinkLine } from "./LinkLine";
import { Logo } from "./Logo";
import { MeMenu } from "./MeMenu";
import type { New } from "./new";
import { Question } from "./Question";
import { useLanguage } from "./useLanguage";

const Elsewhere = lazy(() => wordy(() => import("./Elsewhere")));
const Making = lazy(() => wordy(() => import("./Making")));
const CheatSheet = lazy(() => wordy(() => import("../commands/CheatSheet")));

const quick: [ViewKey, string][] = [["mine", "g m"], ["unassigned", "g u"], ["all", "g a"], ["resolved", "g r"], ["waiting", "g w"], ["snoozed", "g s"]];

/** The rail and what stands beside it. */
export function Shell({ me }: { me: Me }) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const { theme } = useTheme();
  const { palette, cheatSheet } = useRegistry();
  const talk = useLanguage();
  const [making, setMaking] = useState<New | null>(null);
  const [whole, setWhole] = useState(false);
  const arrived = useCallback(() => setWhole(true), []);
  useShortcuts();
  useOffers([
    { name: "palette.open", keys: "mod+k", enabled: true, run: () => openPalette(true) },
    { name: "search.open", keys: "/", enabled: true, run: () => { keepTyping(); void navigate({ to: "/search", search: {} }); } },
    { name: "keys.show", keys: "?", enabled: true, run: () => openCheatSheet(true) },
    ...quick.map(([view, keys]) => ({ name: `go.${view}`, keys, enabled: true, run: () => void navigate({ to: "/desk/$view", params: { view }, search: {} }) })),
    { name: "go.contacts", keys: "g c", enabled: true, run: () => void navigate({ to: "/contacts", search: {} }) },
    { name: "go.floor", keys: "g f", enabled: me.permissions.includes("floor.view"), run: () => void navigate({ to: "/floor" }) },
    { name: "go.settings", keys: "g ,", enabled: true, run: () => void navigate({ to: "/settings/profile" }) },
    { name: "theme.turn", enabled: true, run: () => chooseTheme(theme === "dark" ? "light" : "dark") },
    { name: "language.turn", enabled: true, run: () => talk(locale === "en" ? "zh-CN" : "en") },
  ]);
  return (
    <div className="shell">
      <a className="skip" href="#place">{t("shell.skip")}</a>
      <nav className="rail" aria-label={t("shell.rail")}>
        <Link to="/" className="rail-logo" aria-label={t("app.name")}><Logo /></Link>
        <Place to="/desk/$view" icon={<MessageOutlined aria-hidden />} label={t("shell.desk")} />
        {me.permissions.includes("floor.view") && <Place to="/floor" icon={<DashboardOutlined aria-hidden />} label={t("shell.floor")} />}
        <Place to="/callbacks" icon={<PhoneOutlined aria-hidden />} label={t("shell.callbacks")} />
        <Place to="/search" icon={<SearchOutlined aria-hidden />} label={t("shell.search")} />
        <Place to="/contacts" icon={<ContactsOutlined aria-hidden />} label={t("shell.contacts")} />
        <Place to="/settings" icon={<SettingOutlined aria-hidden />} label={t("shell.settings")} />
        <span className="rail-gap" />
        {me.permissions.includes("channel.view") && <ChannelMark />}
        <Bell />
        <MeMenu me={me} />
      </nav>
      <main className="place" id="place" tabIndex={-1}>
        <LinkLine />
        <Suspense fallback={null}><Outlet /></Suspense>
      </main>
      {me.permissions.includes("conversation.assign") && <Question />}
      {palette && <Palette whole={whole} />}
      <Suspense fallback={null}>
        {cheatSheet && <CheatSheet />}
        {making && <Making what={making} close={() => setMaking(null)} />}
      </Suspense>
      <Suspense fallback={null}>{palette && <Elsewhere me={me} make={setMaking} arrived={arrived} />}</Suspense>
    </div>
  );
}

function Place({ to, icon, label }: { to: "/desk/$view" | "/floor" | "/callbacks" | "/search" | "/contacts" | "/settings"; icon: ReactNode; label: string }) {
  const inside = <><span aria-hidden>{icon}</span><span>{label}</span></>;
  const common = { className: "rail-place", activeProps: { "aria-current": "page" as const, className: "is-here" }, activeOptions: { includeSearch: false, exact: false } };
  switch (to) {
    case "/desk/$view": return <DeskPlace inside={inside} />;
    case "/floor": return <Link to="/floor" {...common}>{inside}</Link>;
    case "/callbacks": return <Link to="/callbacks" search={{}} {...common}>{inside}</Link>;
    case "/search": return <Link to="/search" search={{}} {...common}>{inside}</Link>;
    case "/contacts": return <Link to="/contacts" search={{}} {...common}>{inside}</Link>;
    case "/settings": return <Link to="/settings" {...common}>{inside}</Link>;
  }
}

function DeskPlace({ inside }: { inside: ReactNode }) {
  const here = location.pathname.startsWith("/desk");
  return <Link to="/desk/$view" params={{ view: "mine" }} search={{}} className={here ? "rail-place is-here" : "rail-place"} aria-current={here ? "page" : undefined}>{inside}</Link>;
}
