import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Dropdown, type MenuProps } from "antd";
import { api, asFault, type Me, type PresenceState } from "../api";
import { openCheatSheet } from "../commands/registry";
import { useOthers } from "../live";
import { Avatar } from "../ui/Avatar";
import { say } from "../ui/say";
import { chooseTheme, useTheme, type ThemeChoice } from "../ui/theme";
import { locales, useWords, type Locale } from "../words";
import { faultWords } from "../words/fault";
import { useLanguage } from "./useLanguage";

const presences: PresenceState[] = ["online", "busy", "away"];
const themes: ThemeChoice[] = ["light", "dark", "system"];

/** Me: whether I am there, how I like the light and the language, the way out. */
export function MeMenu({ me }: { me: Me }) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { choice } = useTheme();
  const presence = useOthers((others) => others.presence[me.staff.id]) ?? me.staff.presence.state;
  const stand = (state: PresenceState) => {
    useOthers.setState((old) => ({ presence: { ...old.presence, [me.staff.id]: state } }));
    api.me.presence(state).catch((cause: unknown) => {
      useOthers.setState((old) => ({ presence: { ...old.presence, [me.staff.id]: presence } }));
      say.bad(faultWords(t, asFault(cause)));
    });
  };
  const talk = useLanguage();
  const leave = () => {
    void api.session.close().catch(() => undefined).then(() => navigate({ to: "/sign-in", search: {} })).then(() => client.clear());
  };
  const items: MenuProps["items"] = [
    { type: "group", key: "presence", label: t("presence.title"), children: presences.map((state) => ({ key: `presence:${state}`, label: <span className="menu-presence"><i className={`dot is-${state}`} />{t(`presence.${state}`)}</span> })) },
    { type: "divider" },
    { key: "theme", label: t("theme.title"), children: themes.map((each) => ({ key: `theme:${each}`, label: t(`theme.${each}`) })) },
    { key: "language", label: t("language.title"), children: locales.map((each) => ({ key: `language:${each}`, label: t(`language.${each}`) })) },
    { key: "keys", label: t("command.keys.show") },
    { key: "profile", label: t("shell.profile") },
    { type: "divider" },
    { key: "leave", label: t("shell.signOut") },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const [kind, value = ""] = key.split(":");
    if (kind === "presence") stand(value as PresenceState);
    if (kind === "theme") chooseTheme(value as ThemeChoice);
    if (kind === "language") talk(value as Locale);
    if (kind === "keys") openCheatSheet(true);
    if (kind === "profile") void navigate({ to: "/settings/profile" });
    if (kind === "leave") leave();
  };
  return (
    <Dropdown trigger={["click"]} placement="topRight" menu={{ items, onClick: choose, selectedKeys: [`presence:${presence}`, `theme:${choice}`, `language:${locale}`] }}>
      <button type="button" className="rail-me" title={t("shell.me", { name: me.staff.name, presence: t(`presence.${presence}`) })}>
        <span className="sr">{me.staff.name}</span>
        <Avatar name={me.staff.name} size={32} mark={presence} />
        <span className="rail-presence">{t(`presence.${presence}`)}</span>
      </button>
    </Dropdown>
  );
}
