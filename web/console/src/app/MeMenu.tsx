import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Dropdown, type MenuProps } from "antd";
import { api, asFault, type Me, type PresenceState } from "../api";
import { openCheatSheet } from "../commands/registry";
import { useOthers } from "../live";
import { presenceIs } from "../live/others";
import { useReasons } from "../live/people";
import { Avatar } from "../ui/Avatar";
import { say } from "../ui/say";
import { chooseTheme, useTheme, type ThemeChoice } from "../ui/theme";
import { locales, useWords, type Locale } from "../words";
import { faultWords } from "../words/fault";
import { forget } from "./client";
import { useLanguage } from "./useLanguage";

const presences: PresenceState[] = ["online", "busy", "away", "after_call"];
const spells = [5, 15, 30, 60]; // minutes
const themes: ThemeChoice[] = ["light", "dark", "system"];

/** Me: whether I am there, how I like the light and the language, the way out. */
export function MeMenu({ me }: { me: Me }) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { choice } = useTheme();
  const presence = useOthers((others) => others.presence[me.staff.id]) ?? me.staff.presence.state;
  const reasons = useReasons();
  const reason = useOthers((others) => others.reasons[me.staff.id]) ?? me.staff.presence.reason;
  const reasonName = (id: string) => reasons.data?.items.filter((each) => each.id === id).map((each) => (locale === "zh-CN" ? each.name_zh : each.name_en))[0];
  const offered = (state: PresenceState) => reasons.data?.items.filter((each) => each.state === state && !each.retired) ?? [];
  const stand = (state: PresenceState, why = "", minutes = 0) => {
    presenceIs(me.staff.id, state, why);
    api.me.presence({ state, reason: why || undefined, until: minutes > 0 ? new Date(Date.now() + minutes * 60_000).toISOString() : undefined }).catch((cause: unknown) => {
      presenceIs(me.staff.id, presence, reason);
      say.bad(faultWords(t, asFault(cause)));
    });
  };
  const standing = reasonName(reason) ?? t(`presence.${presence}`);
  const talk = useLanguage();
  const leave = () => {
    // Whoever sits down here next is not told what concerns us.
    const quiet = globalThis.Notification?.permission === "granted" ? import("../features/notification/device").then((device) => device.turnOff()).catch(() => undefined) : Promise.resolve();
    void quiet.then(() => api.session.close()).catch(() => undefined).then(() => navigate({ to: "/sign-in", search: {} })).then(() => forget(client));
  };
  const items: MenuProps["items"] = [
    { type: "group", key: "presence", label: t("presence.title"), children: presences.map((state) => {
      const label = <span className="menu-presence"><i className={`dot is-${state}`} />{t(`presence.${state}`)}</span>;
      if (state === "online") return { key: `presence:${state}`, label };
      return { key: `presence-more:${state}`, label, children: [
        { key: `presence:${state}`, label: t("presence.noReason") },
        ...offered(state).map((each) => ({ key: `presence:${state}:${each.id}`, label: reasonName(each.id) })),
        { type: "divider" as const },
        { type: "group" as const, key: `until:${state}`, label: t("presence.backIn"), children: spells.map((minutes) => ({ key: `presence:${state}:${state === presence ? reason : ""}:${minutes}`, label: t("presence.minutes", { count: minutes }) })) },
      ] };
    }) },
    { type: "divider" },
    { key: "theme", label: t("theme.title"), children: themes.map((each) => ({ key: `theme:${each}`, label: t(`theme.${each}`) })) },
    { key: "language", label: t("language.title"), children: locales.map((each) => ({ key: `language:${each}`, label: t(`language.${each}`) })) },
    { key: "keys", label: t("command.keys.show") },
    { key: "profile", label: t("shell.profile") },
    { type: "divider" },
    { key: "leave", label: t("shell.signOut") },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const [kind, value = "", why = "", minutes = "0"] = key.split(":");
    if (kind === "presence") stand(value as PresenceState, why, Number(minutes));
    if (kind === "theme") chooseTheme(value as ThemeChoice);
    if (kind === "language") talk(value as Locale);
    if (kind === "keys") openCheatSheet(true);
    if (kind === "profile") void navigate({ to: "/settings/profile" });
    if (kind === "leave") leave();
  };
  return (
    <Dropdown trigger={["click"]} placement="topRight" menu={{ items, onClick: choose, selectedKeys: [reason ? `presence:${presence}:${reason}` : `presence:${presence}`, `theme:${choice}`, `language:${locale}`] }}>
      <button type="button" className="rail-me" title={t("shell.me", { name: me.staff.name, presence: standing })}>
        <span className="sr">{me.staff.name}</span>
        <Avatar name={me.staff.name} size={32} mark={presence} />
        <span className="rail-presence">{standing}</span>
      </button>
    </Dropdown>
  );
}
