import { DownOutlined, TeamOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import type { Conversation } from "../../api";
import { offer } from "../../commands/command";
import { useOthers } from "../../live";
import { useStaff, useTeams } from "../../live/people";
import { useVerb } from "../../live/verb";
import { Avatar } from "../../ui/Avatar";
import { useWords } from "../../words";
import { assignTo, unassign } from "./commands";

/** Who has it. Colleagues who are there come first. */
export function AssignMenu({ conversation, me }: { conversation: Conversation; me: string }) {
  const { t } = useWords();
  const verb = useVerb();
  const staff = useStaff();
  const teams = useTeams();
  const presence = useOthers((others) => others.presence);
  const [wanted, setWanted] = useState("");
  const part = wanted.trim().toLowerCase();
  const order = { online: 0, busy: 1, after_call: 1, away: 2, offline: 3 };
  const state = (id: string, known: keyof typeof order) => presence[id] ?? known;
  const people = (staff.data?.items ?? [])
    .filter((each) => each.state === "active" && each.name.toLowerCase().includes(part))
    .sort((a, b) => Number(b.id === me) - Number(a.id === me) || order[state(a.id, a.presence.state)] - order[state(b.id, b.presence.state)] || a.name.localeCompare(b.name))
    .slice(0, 30);
  const items: MenuProps["items"] = [
    {
      type: "group", key: "people", label: t("assign.people"),
      children: people.map((each) => ({
        key: `staff:${each.id}`,
        label: <span className="menu-person"><Avatar name={each.name} size={22} mark={state(each.id, each.presence.state)} />{each.id === me ? t("assign.me", { name: each.name }) : each.name}<em>{t(`presence.${state(each.id, each.presence.state)}`)}</em></span>,
      })),
    },
    {
      type: "group", key: "teams", label: t("assign.teams"),
      children: (teams.data?.items ?? []).filter((each) => each.name.toLowerCase().includes(part)).map((each) => ({ key: `team:${each.id}`, icon: <TeamOutlined aria-hidden />, label: each.name })),
    },
    { type: "divider" },
    { key: "nobody", label: t("command.conversation.unassign"), disabled: !unassign.can(conversation) },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const [kind, id = ""] = key.split(":");
    if (kind === "nobody") offer(unassign, conversation, undefined, verb).run();
    else offer(assignTo, conversation, kind === "staff" ? { assignee: id } : { team: id }, verb).run();
  };
  return (
    <Dropdown
      trigger={["click"]} disabled={!conversation.can.assign} menu={{ items, onClick: choose, className: "menu-scroll" }}
      onOpenChange={() => setWanted("")}
      popupRender={(menu) => (
        <div className="popup">
          <input className="popup-filter" aria-label={t("assign.filter")} placeholder={t("assign.filter")} value={wanted} onChange={(event) => setWanted(event.target.value)} onKeyDown={(event) => event.stopPropagation()} />
          {menu}
        </div>
      )}
    >
      <Button size="small" className="assign">
        <span className="sr">{t("assign.label")}</span>
        {conversation.assignee ? <Avatar name={conversation.assignee.name} size={18} /> : <UserOutlined aria-hidden />}
        <span className="assign-name">{conversation.assignee?.name ?? t("row.nobody")}</span>
        {conversation.team && <span className="assign-team">{conversation.team.name}</span>}
        <DownOutlined className="caret" />
      </Button>
    </Dropdown>
  );
}
