import { MoreOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Dropdown, type MenuProps } from "antd";
import { api, asFault, type Team } from "../../api";
import type { Hand } from "../../api/routing";
import { dragged } from "../../features/queue/PlaceRow";
import { shareOf } from "../../features/queue/rules";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { useVerb } from "../../live/verb";
import { Avatar } from "../../ui/Avatar";
import { Empty } from "../../ui/Faces";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { span } from "../../words/time";

const order = { online: 0, busy: 1, after_call: 2, away: 3, offline: 4 };

/** The people, those who are there first, with how much they have. */
export function Hands({ people }: { people: Hand[] }) {
  const { t } = useWords();
  if (people.length === 0) return <Empty title={t("floor.nobody")} why={t("floor.nobodyWhy")} />;
  const sorted = people.toSorted((a, b) => order[a.state] - order[b.state] || b.load - a.load || a.name.localeCompare(b.name));
  return <ul className="hands">{sorted.map((each) => <Person key={each.id} hand={each} />)}</ul>;
}

function Person({ hand }: { hand: Hand }) {
  const { t } = useWords();
  const now = useNow();
  const verb = useVerb();
  const idle = hand.has === 0 && hand.idle_since ? span(t, now - Date.parse(hand.idle_since)) : "";
  return (
    <li
      className="hand" onDragOver={(event) => { if (event.dataTransfer.types.includes(dragged)) event.preventDefault(); }}
      onDrop={(event) => { event.preventDefault(); verb(api.conversations.assign(event.dataTransfer.getData(dragged), { assignee: hand.id })); }}
    >
      <Avatar name={hand.name} size={28} mark={hand.state} />
      <div className="hand-who">
        <b>{hand.name}</b>
        <span>{t(`presence.${hand.state}`)}{hand.since && hand.state !== "offline" ? ` · ${span(t, now - Date.parse(hand.since))}` : ""}{idle && ` · ${t("floor.idle", { span: idle })}`}</span>
        <span className="hand-teams">{hand.teams.map((each) => each.name).join(t("list.and"))}</span>
      </div>
      <Link className="hand-has num" to="/desk/$view" params={{ view: "all" }} search={{ f: JSON.stringify({ states: ["open", "waiting"], assignees: [hand.id] }) }}>{t("floor.has", { count: hand.has })}</Link>
      <span className="hand-load" role="img" aria-label={t("floor.load", { percent: shareOf(hand.load) })} title={t("floor.load", { percent: shareOf(hand.load) })}>
        <i className={hand.load >= 1 ? "is-full" : undefined} style={{ width: `${shareOf(hand.load)}%` }} />
      </span>
      <TeamMenu hand={hand} />
    </li>
  );
}

/** In which teams somebody works. */
function TeamMenu({ hand }: { hand: Hand }) {
  const { t } = useWords();
  const client = useQueryClient();
  const teams = useTeams();
  const mine = (teams.data?.items ?? []).filter((each) => each.can.change);
  const turn = useMutation({
    mutationFn: (team: Team) => {
      const members = team.members.map((each) => each.id);
      const after = members.includes(hand.id) ? members.filter((each) => each !== hand.id) : [...members, hand.id];
      return api.teams.change(team.id, { name: team.name, members: after, absence: team.absence, version: team.version });
    },
    onSuccess: () => { for (const queryKey of [keys.teams, keys.floor, keys.staff]) void client.invalidateQueries({ queryKey }); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  if (mine.length === 0) return null;
  const within = (team: Team) => team.members.some((each) => each.id === hand.id);
  const items: MenuProps["items"] = [{
    type: "group", key: "teams", label: t("floor.teamsOf", { name: hand.name }),
    children: mine.map((each) => ({ key: each.id, label: t(within(each) ? "floor.leaveTeam" : "floor.joinTeam", { team: each.name }) })),
  }];
  const choose: MenuProps["onClick"] = ({ key }) => {
    const team = mine.find((each) => each.id === key);
    if (team) turn.mutate(team);
  };
  return (
    <Dropdown trigger={["click"]} menu={{ items, onClick: choose }}>
      <Button size="small" type="text" icon={<MoreOutlined aria-hidden />} aria-label={t("floor.teamsOf", { name: hand.name })} />
    </Dropdown>
  );
}
