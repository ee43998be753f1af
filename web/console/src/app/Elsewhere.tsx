import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Me } from "../api";
import { useOffers } from "../commands/registry";
import type { Offer } from "../commands/command";
import { nameOf } from "../features/view/ViewList";
import { useViews } from "../features/view/useViews";
import { roomsFor } from "../places/settings/rooms";
import { useWords } from "../words";
import type { New } from "./new";

/** What the palette reaches from anywhere: every screen, and what one may begin. */
export default function Elsewhere({ me, make, arrived }: { me: Me; make: (what: New) => void; arrived: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const views = useViews();
  const may = (permission: string) => me.permissions.includes(permission);
  useOffers([
    { name: "conversation.begin", enabled: may("conversation.open"), run: () => make("conversation") },
    { name: "contact.add", enabled: may("contact.change"), run: () => make("contact") },
    { name: "organisation.add", enabled: may("contact.change"), run: () => make("organisation") },
    { name: "go.organisations", enabled: may("contact.view"), run: () => void navigate({ to: "/contacts/organisations", search: {} }) },
    { name: "go.callbacks", enabled: may("conversation.view"), run: () => void navigate({ to: "/callbacks", search: {} }) },
    { name: "go.risks", enabled: may("conversation.view"), run: () => void navigate({ to: "/risks" }) },
    { name: "go.suggestions", enabled: may("contact.merge"), run: () => void navigate({ to: "/contacts/suggestions" }) },
    ...[...(views.data ?? [])].filter(([key]) => key === "team" ? me.staff.teams.length > 0 : !builtIn.has(key)).map(([key, view]): Offer => (
      { name: `go.view.${key}`, label: t("command.go.view", { view: nameOf(t, key, view) }), enabled: true, run: () => void navigate({ to: "/desk/$view", params: { view: key }, search: {} }) }
    )),
    ...roomsFor(me.permissions).flatMap((group) => group.rooms).map((room): Offer => (
      { name: `go.room.${room.name}`, label: t("command.go.room", { room: t(`settings.${room.name}`) }), enabled: true, run: () => void navigate({ to: room.to }) }
    )),
  ], "far");
  const there = !views.isPending;
  useEffect(() => {
    if (there) arrived();
  }, [there, arrived]);
  return null;
}

/** Each has a key, and a command of its own. */
const builtIn = new Set(["mine", "unassigned", "all", "waiting", "snoozed", "resolved"]);
