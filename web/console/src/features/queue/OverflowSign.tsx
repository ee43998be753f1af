import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { routing, type Overflow } from "../../api/routing";
import { keys } from "../../live";
import { useStaff } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { clock, dateAndClock, span } from "../../words/time";
import { useWords } from "../../words";
import { useQueueWords } from "./useQueueWords";
import "./overflow.css";

const lengths = [15, 60, 240];

/** That a queue overflows: since when, why, who helps; and what a lead can do about it. */
export function OverflowSign({ overflow }: { overflow: Overflow }) {
  const { t, team, needs, length } = useQueueWords();
  const { locale } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const [log, setLog] = useState(false);
  const override = useMutation({
    mutationFn: ({ state, minutes }: { state: Overflow["override"]; minutes: number }) => routing.overrideOverflow(overflow.queue.id, state, minutes),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.overflows }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const other = overflow.on ? "off" : "on";
  const items: MenuProps["items"] = [
    ...lengths.map((minutes) => ({ key: `${other} ${minutes}`, label: t(`overflow.turn.${other}`, { span: length(minutes * 60) }) })),
    ...(overflow.override ? [{ key: " 0", label: t("overflow.byRule") }] : []),
    { key: "log", label: t("overflow.log") },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    if (key === "log") return setLog(true);
    const [state = "", minutes = "0"] = key.split(" ");
    override.mutate({ state: state as Overflow["override"], minutes: Number(minutes) });
  };
  const name = `${team(overflow.queue.team)} · ${needs(overflow.queue)}`;
  return (
    <>
      <div className={overflow.on ? "overflow is-on" : "overflow"} role="status">
        <p>
          <b>{t(overflow.on ? "overflow.on" : "overflow.ready", { queue: name })}</b>
          {overflow.on && overflow.since && <>{" "}{t("overflow.since", { span: span(t, now - Date.parse(overflow.since)) })} {t(`overflow.because.${overflow.because}`, { waiting: overflow.figures.waiting, oldest: length(overflow.figures.oldest_seconds) })}{overflow.figures.expected_seconds >= 0 && ` ${t("overflow.expected", { span: length(overflow.figures.expected_seconds) })}`}</>}
          {overflow.on && overflow.rule.team && <>{" "}{t("overflow.helps", { team: team(overflow.rule.team) })}</>}
          {overflow.on && Object.keys(overflow.rule.texts).length > 0 && <>{" "}{t("overflow.told")}</>}
          {overflow.on && overflow.rule.offer_callback && <>{" "}{t("overflow.offersCall")}</>}
          {overflow.on && overflow.rule.offer_message && <>{" "}{t("overflow.offersMessage")}</>}
          {overflow.override && overflow.override_until && <>{" "}{t(`overflow.wanted.${overflow.override}`, { until: clock(locale, overflow.override_until) })}</>}
        </p>
        <Dropdown trigger={["click"]} menu={{ items, onClick: choose }}><Button size="small" loading={override.isPending}>{t("overflow.change")}</Button></Dropdown>
      </div>
      {log && <SwitchesDrawer overflow={overflow} title={name} close={() => setLog(false)} />}
    </>
  );
}

/** Each time it was switched, with how the queue stood. */
function SwitchesDrawer({ overflow, title, close }: { overflow: Overflow; title: string; close: () => void }) {
  const { t, length } = useQueueWords();
  const { locale } = useWords();
  const now = useNow();
  const staff = useStaff();
  const query = useQuery({ queryKey: keys.overflowLog(overflow.queue.id), queryFn: () => routing.overflowLog(overflow.queue.id) });
  const who = (id: string) => staff.data?.items.find((each) => each.id === id)?.name ?? "";
  return (
    <Drawer open onClose={close} size={420} title={`${t("overflow.log")} · ${title}`}>
      <Loaded query={query} refused={t("floor.refused")}>{({ items }) => items.length === 0 ? <Alert type="info" title={t("overflow.never")} /> : (
        <ol className="overflow-log">
          {items.map((each) => (
            <li key={each.at}>
              <b>{t(each.on ? "overflow.began" : "overflow.ended")}</b> <span className="num">{dateAndClock(locale, each.at, now)}</span>
              <p>{t(`overflow.because.${each.because}`, { waiting: each.waiting, oldest: length(each.oldest_seconds) })}{each.expected_seconds >= 0 && ` ${t("overflow.expected", { span: length(each.expected_seconds) })}`}{each.by && ` · ${who(each.by)}`}</p>
            </li>
          ))}
        </ol>
      )}</Loaded>
    </Drawer>
  );
}
