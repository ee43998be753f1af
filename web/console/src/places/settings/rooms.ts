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
    { to: "/settings/routing", name: "routing", needs: null },
    { to: "/settings/calendars", name: "calendars", needs: null },
    { to: "/settings/roles", name: "roles", needs: null },
    { to: "/settings/skills", name: "skills", needs: null },
    { to: "/settings/presence", name: "presence", needs: null },
  ] },
  { name: "conversations", rooms: [
    { to: "/settings/canned-replies", name: "cannedReplies", needs: null },
    { to: "/settings/macros", name: "macros", needs: null },
    { to: "/settings/automations", name: "automations", needs: "automation.manage" },
    { to: "/settings/topics", name: "topics", needs: null },
    { to: "/settings/risks", name: "risks", needs: null },
    { to: "/settings/statuses", name: "statuses", needs: null },
    { to: "/settings/fields", name: "fields", needs: null },
    { to: "/settings/senders", name: "senders", needs: null },
  ] },
  { name: "connections", rooms: [
    { to: "/settings/channels", name: "channels", needs: null },
    { to: "/settings/webhooks", name: "webhooks", needs: null },
  ] },
  { name: "data", rooms: [
    { to: "/settings/data", name: "data", needs: "data.export" },
    { to: "/settings/privacy", name: "privacy", needs: "privacy.manage" },
    { to: "/settings/looks", name: "looks", needs: null },
    { to: "/settings/unmaskings", name: "unmaskings", needs: "audit.view" },
    { to: "/settings/audit", name: "audit", needs: null },
    { to: "/settings/retention", name: "retention", needs: "retention.manage" },
  ] },
  { name: "house", rooms: [
    { to: "/settings/sign-in", name: "signIn", needs: "sign_in.manage" },
    { to: "/settings/stuck", name: "stuck", needs: null },
  ] },
] as const;

export type Room = (typeof groups)[number]["rooms"][number];

/** The rooms that somebody may enter, by what they are about. */
export function roomsFor(permissions: string[]): { name: (typeof groups)[number]["name"]; rooms: Room[] }[] {
  return groups
    .map((group) => ({ name: group.name, rooms: group.rooms.filter((room: Room) => room.needs === null || permissions.includes(room.needs)) }))
    .filter((group) => group.rooms.length > 0);
}
