import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { NotFound } from "./NotFound";
import { RouteFault } from "./RouteFault";
import { wordy } from "../words";
import { Session } from "./Session";

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined);

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const door = {
  setup: createRoute({
    getParentRoute: () => root, path: "/setup", validateSearch: (search): { token?: string } => ({ token: text(search["token"]) }),
    component: lazyRouteComponent(() => wordy(() => import("../places/door/Setup"))),
  }),
  invitation: createRoute({
    getParentRoute: () => root, path: "/invitation", validateSearch: (search): { token?: string } => ({ token: text(search["token"]) }),
    component: lazyRouteComponent(() => wordy(() => import("../places/door/Invitation"))),
  }),
  signIn: createRoute({
    getParentRoute: () => root, path: "/sign-in", validateSearch: (search): { to?: string; fault?: string } => ({ to: text(search["to"]), fault: text(search["fault"]) }),
    component: lazyRouteComponent(() => wordy(() => import("../places/door/SignIn"))),
  }),
};

const house = createRoute({ getParentRoute: () => root, id: "house", component: Session });

const home = createRoute({
  getParentRoute: () => house, path: "/",
  beforeLoad: () => { throw redirect({ to: "/desk/$view", params: { view: "mine" }, search: {} }); },
});

const desk = createRoute({
  getParentRoute: () => house, path: "/desk/$view",
  validateSearch: (search): { c?: string; m?: string; tag?: string; channel?: string; sort?: "last_message_at" | "-last_message_at"; f?: string } => ({
    c: text(search["c"]),
    m: text(search["m"]),
    tag: text(search["tag"]),
    channel: text(search["channel"]),
    f: typeof search["f"] === "object" && search["f"] !== null ? JSON.stringify(search["f"]) : text(search["f"]),
    sort: search["sort"] === "last_message_at" ? "last_message_at" : undefined,
  }),
  component: lazyRouteComponent(() => import("../places/desk")),
});

const search = createRoute({
  getParentRoute: () => house, path: "/search", validateSearch: (search): { q?: string } => ({ q: text(search["q"]) }),
  component: lazyRouteComponent(() => wordy(() => import("../places/search"))),
});

const contacts = createRoute({
  getParentRoute: () => house, path: "/contacts",
  validateSearch: (search): { q?: string; tag?: string; organisation?: string; sort?: "seen_at" | "-created_at" | "created_at" | "name" } => ({
    q: text(search["q"]), tag: text(search["tag"]), organisation: text(search["organisation"]),
    sort: (["seen_at", "-created_at", "created_at", "name"] as const).find((each) => each === search["sort"]),
  }),
  component: lazyRouteComponent(() => wordy(() => import("../places/contacts"))),
});

const contact = createRoute({ getParentRoute: () => house, path: "/contacts/$id", component: lazyRouteComponent(() => wordy(() => import("../places/contacts/card"))) });

const organisations = createRoute({
  getParentRoute: () => house, path: "/contacts/organisations", validateSearch: (search): { q?: string } => ({ q: text(search["q"]) }),
  component: lazyRouteComponent(() => wordy(() => import("../places/contacts/organisations"))),
});

const organisation = createRoute({ getParentRoute: () => house, path: "/contacts/organisations/$id", component: lazyRouteComponent(() => wordy(() => import("../places/contacts/organisation"))) });

const risks = createRoute({ getParentRoute: () => house, path: "/risks", component: lazyRouteComponent(() => wordy(() => import("../places/risks"))) });
const suggestions = createRoute({ getParentRoute: () => house, path: "/contacts/suggestions", component: lazyRouteComponent(() => wordy(() => import("../places/contacts/suggestions"))) });

const floor = createRoute({ getParentRoute: () => house, path: "/floor", component: lazyRouteComponent(() => wordy(() => import("../places/floor"))) });

const callbacks = createRoute({
  getParentRoute: () => house, path: "/callbacks",
  validateSearch: (search): { show?: "late" | "mine" | "ended"; team?: string } => ({ show: (["late", "mine", "ended"] as const).find((each) => each === search["show"]), team: text(search["team"]) }),
  component: lazyRouteComponent(() => wordy(() => import("../places/callbacks"))),
});

const settings = createRoute({ getParentRoute: () => house, path: "/settings", component: lazyRouteComponent(() => wordy(() => import("../places/settings"))) });

const settingsHome = createRoute({
  getParentRoute: () => settings, path: "/",
  beforeLoad: () => { throw redirect({ to: "/settings/profile" }); },
});

const rooms = [
  createRoute({ getParentRoute: () => settings, path: "profile", component: lazyRouteComponent(() => import("../places/settings/Profile")) }),
  createRoute({ getParentRoute: () => settings, path: "notifications", component: lazyRouteComponent(() => import("../places/settings/Notifications")) }),
  createRoute({ getParentRoute: () => settings, path: "security", component: lazyRouteComponent(() => import("../places/settings/Security")) }),
  createRoute({ getParentRoute: () => settings, path: "sign-in", component: lazyRouteComponent(() => import("../places/settings/SignIn")) }),
  createRoute({ getParentRoute: () => settings, path: "canned-replies", component: lazyRouteComponent(() => import("../places/settings/CannedReplies")) }),
  createRoute({ getParentRoute: () => settings, path: "topics", component: lazyRouteComponent(() => import("../places/settings/Topics")) }),
  createRoute({ getParentRoute: () => settings, path: "risks", component: lazyRouteComponent(() => import("../places/settings/Risks")) }),
  createRoute({ getParentRoute: () => settings, path: "statuses", component: lazyRouteComponent(() => import("../places/settings/Statuses")) }),
  createRoute({ getParentRoute: () => settings, path: "macros", component: lazyRouteComponent(() => import("../places/settings/Macros")) }),
  createRoute({ getParentRoute: () => settings, path: "automations", component: lazyRouteComponent(() => import("../places/settings/Automations")) }),
  createRoute({ getParentRoute: () => settings, path: "staff", component: lazyRouteComponent(() => import("../places/settings/Staff")) }),
  createRoute({ getParentRoute: () => settings, path: "teams", component: lazyRouteComponent(() => import("../places/settings/Teams")) }),
  createRoute({ getParentRoute: () => settings, path: "routing", component: lazyRouteComponent(() => import("../places/settings/Routing")) }),
  createRoute({ getParentRoute: () => settings, path: "calendars", component: lazyRouteComponent(() => import("../places/settings/Calendars")) }),
  createRoute({ getParentRoute: () => settings, path: "calendars/$id", component: lazyRouteComponent(() => import("../places/settings/Calendar")) }),
  createRoute({ getParentRoute: () => settings, path: "skills", component: lazyRouteComponent(() => import("../places/settings/Skills")) }),
  createRoute({ getParentRoute: () => settings, path: "presence", component: lazyRouteComponent(() => import("../places/settings/Presence")) }),
  createRoute({ getParentRoute: () => settings, path: "data", component: lazyRouteComponent(() => import("../places/settings/Data")) }),
  createRoute({ getParentRoute: () => settings, path: "data/$id", component: lazyRouteComponent(() => import("../places/settings/Import")) }),
  createRoute({ getParentRoute: () => settings, path: "fields", component: lazyRouteComponent(() => import("../places/settings/Fields")) }),
  createRoute({ getParentRoute: () => settings, path: "senders", component: lazyRouteComponent(() => import("../places/settings/Senders")) }),
  createRoute({ getParentRoute: () => settings, path: "webhooks", component: lazyRouteComponent(() => import("../places/settings/Webhooks")) }),
  createRoute({ getParentRoute: () => settings, path: "webhooks/$id", validateSearch: (search): { state?: string } => ({ state: text(search["state"]) }), component: lazyRouteComponent(() => import("../places/settings/Webhook")) }),
  createRoute({ getParentRoute: () => settings, path: "looks", validateSearch: (search): { contact?: string } => ({ contact: text(search["contact"]) }), component: lazyRouteComponent(() => import("../places/settings/Looks")) }),
  createRoute({ getParentRoute: () => settings, path: "privacy", component: lazyRouteComponent(() => import("../places/settings/Privacy")) }),
  createRoute({ getParentRoute: () => settings, path: "unmaskings", validateSearch: (search): { contact?: string } => ({ contact: text(search["contact"]) }), component: lazyRouteComponent(() => import("../places/settings/Unmaskings")) }),
  createRoute({ getParentRoute: () => settings, path: "roles", component: lazyRouteComponent(() => import("../places/settings/Roles")) }),
  createRoute({ getParentRoute: () => settings, path: "channels", component: lazyRouteComponent(() => import("../places/settings/Channels")) }),
  createRoute({ getParentRoute: () => settings, path: "channels/$id", component: lazyRouteComponent(() => import("../places/settings/Channel")) }),
  createRoute({ getParentRoute: () => settings, path: "audit", component: lazyRouteComponent(() => import("../places/settings/Audit")) }),
  createRoute({ getParentRoute: () => settings, path: "retention", component: lazyRouteComponent(() => import("../places/settings/Retention")) }),
  createRoute({ getParentRoute: () => settings, path: "stuck", component: lazyRouteComponent(() => import("../places/settings/Stuck")) }),
] as const;

const tree = root.addChildren([
  door.setup, door.invitation, door.signIn,
  house.addChildren([home, desk, search, floor, callbacks, contacts, risks, suggestions, organisations, organisation, contact, settings.addChildren([settingsHome, ...rooms])]),
]);

export const router = createRouter({ routeTree: tree, defaultErrorComponent: RouteFault, defaultPreload: "intent", scrollRestoration: false });

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
}
