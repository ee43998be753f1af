import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useEffect, useState } from "react";
import { api } from "../../api";
import { routing, type Floor as FloorNow, type FloorLine, type Overflow } from "../../api/routing";
import { dragged, PlaceRow } from "../../features/queue/PlaceRow";
import { OverflowSign } from "../../features/queue/OverflowSign";
import { QueueDrawer } from "../../features/queue/QueueDrawer";
import { HelpWanted } from "../../features/company/HelpWanted";
import { WaitsDrawer } from "../../features/queue/WaitsDrawer";
import { useQueueWords } from "../../features/queue/useQueueWords";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useTeams } from "../../live/people";
import { useVerb } from "../../live/verb";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { titled } from "../../ui/title";
import { useNow } from "../../words/now";
import { span } from "../../words/time";
import { Hands } from "./Hands";
import "./floor.css";

/** Who waits, and who is there for them. */
export default function Floor() {
  const { t } = useQueueWords();
  const query = useQuery({ queryKey: keys.floor, queryFn: routing.floor });
  const me = useMe().staff.id;
  const [team, setTeam] = useState<string>();
  const [waits, setWaits] = useState(false);
  const teams = useTeams();
  useEffect(() => { titled(t("floor.title")); }, [t]);
  const choice = (
    <Select
      allowClear value={team} placeholder={t("floor.allTeams")} aria-label={t("floor.allTeams")} onChange={setTeam} className="floor-teams"
      options={(teams.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
    />
  );
  return (
    <Page wide title={t("floor.title")} lead={t("floor.lead")} acts={<><Button onClick={() => setWaits(true)}>{t("waits.open")}</Button>{choice}</>}>
      <Loaded query={query} refused={t("floor.refused")} rows={8}>{(floor) => <><HelpWanted me={me} team={team} /><Halves floor={floor} team={team} /></>}</Loaded>
      {waits && <WaitsDrawer close={() => setWaits(false)} />}
    </Page>
  );
}

function Halves({ floor, team }: { floor: FloorNow; team: string | undefined }) {
  const { t } = useQueueWords();
  const [open, setOpen] = useState<FloorLine | null>(null);
  const teams = useTeams();
  const overflows = useQuery({ queryKey: keys.overflows, queryFn: routing.overflows }).data?.items ?? [];
  const queues = floor.queues.filter((each) => !team || each.team === team);
  const people = floor.people.filter((each) => !team || each.teams.some((one) => one.id === team));
  const move = { people: floor.people.filter((each) => each.state === "online"), teams: teams.data?.items ?? [] };
  return (
    <div className="floor">
      <section aria-labelledby="floor-queues">
        <h2 id="floor-queues">{t("floor.queues")}</h2>
        {floor.callbacks.live > 0 && (
          <p className="floor-callbacks">
            <Link to="/callbacks" search={{}} className="num">{t("callback.onFloor", { count: floor.callbacks.live })}</Link>
            {floor.callbacks.late > 0 && <Link to="/callbacks" search={{ show: "late" }} className="num is-late">{t("callback.lateOnFloor", { count: floor.callbacks.late })}</Link>}
          </p>
        )}
        {overflows.filter((each) => each.on && (!team || each.queue.team === team)).map((each) => <OverflowSign key={each.queue.id} overflow={each} />)}
        {queues.length === 0
          ? <Empty title={t("floor.quiet")} why={t("floor.quietWhy")} />
          : queues.map((each) => <Line key={each.id} line={each} move={move} open={() => setOpen(each)} overflow={overflows.find((one) => one.queue.id === each.id && !one.on)} />)}
      </section>
      <section aria-labelledby="floor-people">
        <h2 id="floor-people">{t("floor.people")}</h2>
        <Hands people={people} />
      </section>
      {open && <QueueDrawer queue={open} move={move} close={() => setOpen(null)} />}
    </div>
  );
}

function Line({ line, move, open, overflow }: { line: FloorLine; overflow: Overflow | undefined; move: Parameters<typeof PlaceRow>[0]["move"]; open: () => void }) {
  const { t, team, needs } = useQueueWords();
  const now = useNow();
  const verb = useVerb();
  const waits = now - Date.parse(line.oldest);
  const late = waits > line.target_seconds * 1000;
  return (
    <article
      className="queue" aria-label={`${team(line.team)} · ${needs(line)}`}
      onDragOver={(event) => { if (line.team && event.dataTransfer.types.includes(dragged)) event.preventDefault(); }}
      onDrop={(event) => { event.preventDefault(); verb(api.conversations.assign(event.dataTransfer.getData(dragged), { team: line.team })); }}
    >
      <header>
        <div>
          <h3>{team(line.team)}</h3>
          <p>{needs(line)} · {t(`mode.${line.mode}`)}</p>
        </div>
        <button type="button" className="queue-count num" onClick={open}><b>{line.waiting}</b> {t("floor.waiting", { count: line.waiting })}</button>
        <span className={late ? "queue-oldest is-late num" : "queue-oldest num"}>{t("floor.oldest", { span: span(t, waits) })}</span>
      </header>
      {overflow && <OverflowSign overflow={overflow} />}
      <ol className="waitings">{line.first.map((each) => <PlaceRow key={each.conversation.id} place={each} move={move} />)}</ol>
      {line.waiting > line.first.length && <button type="button" className="link queue-more" onClick={open}>{t("floor.more", { count: line.waiting - line.first.length })}</button>}
    </article>
  );
}

