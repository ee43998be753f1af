import { ClockCircleOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tooltip, type MenuProps } from "antd";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../../api";
import { offer } from "../../commands/command";
import { useVerb } from "../../live/verb";
import { useWords } from "../../words";
import { dateAndClock } from "../../words/time";
import { snooze, wake } from "./commands";
import { snoozes } from "./snoozes";

const SnoozeUntil = lazy(() => import("./SnoozeUntil"));

export function SnoozeMenu({ conversation }: { conversation: Conversation }) {
  const { t, locale } = useWords();
  const verb = useVerb();
  const [choosing, setChoosing] = useState(false);
  const now = new Date();
  const choices = snoozes(now);
  const until = (when: Date) => offer(snooze, conversation, { until: when }, verb).run();
  const items: MenuProps["items"] = [
    ...choices.map((each) => ({
      key: each.name,
      label: <span className="menu-pair">{t(`snooze.${each.name}`)}<em className="num">{dateAndClock(locale, each.until.toISOString(), now.getTime())}</em></span>,
    })),
    { key: "choose", label: t("snooze.choose") },
    ...(conversation.state === "snoozed" ? [{ type: "divider" as const }, { key: "wake", label: t("command.conversation.wake") }] : []),
  ];
  const pick: MenuProps["onClick"] = ({ key }) => {
    if (key === "choose") setChoosing(true);
    else if (key === "wake") offer(wake, conversation, undefined, verb).run();
    else until(choices.find((each) => each.name === key)!.until);
  };
  return (
    <>
      <Dropdown trigger={["click"]} disabled={!conversation.can.snooze} menu={{ items, onClick: pick }}>
        <Tooltip title={t("command.conversation.snooze")}>
          <Button size="small" icon={<ClockCircleOutlined aria-hidden />} aria-label={t("command.conversation.snooze")} disabled={!conversation.can.snooze} />
        </Tooltip>
      </Dropdown>
      {choosing && <Suspense fallback={null}><SnoozeUntil close={() => setChoosing(false)} choose={(when) => { setChoosing(false); until(when); }} /></Suspense>}
    </>
  );
}
