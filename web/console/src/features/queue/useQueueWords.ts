import type { PlaceReason, Queue } from "../../api/routing";
import { useSkills, useTeams } from "../../live/people";
import { useWords } from "../../words";
import { span } from "../../words/time";

/** What queues and reasons are called. */
export function useQueueWords() {
  const { t, locale } = useWords();
  const teams = useTeams();
  const skills = useSkills();
  const tongue = new Intl.DisplayNames([locale], { type: "language" });
  const language = (tag: string) => tongue.of(tag) ?? tag;
  const skill = (id: string) => skills.data?.items.find((each) => each.id === id)?.name ?? t("queue.skillGone");
  const team = (id: string) => (id ? teams.data?.items.find((each) => each.id === id)?.name ?? t("queue.teamGone") : t("queue.noTeam"));
  const needs = (queue: Queue) => [
    t(`channel.kind.${queue.channel_kind}`),
    ...(queue.language ? [language(queue.language)] : []),
    ...queue.skills.map((need) => t("queue.skill", { skill: skill(need.skill), level: t(`ability.skill.${need.level}`) })),
  ].join(" · ");
  const length = (seconds: number) => (Math.abs(seconds) < 60 ? t("queue.seconds", { count: Math.abs(seconds) }) : span(t, Math.abs(seconds) * 1000));
  const reason = (each: PlaceReason) => {
    const risks = each.code === "risk" ? (each.value ?? "").split(",").map((kind) => t(`riskKind.${kind}`, { defaultValue: kind })).join(t("list.and")) : "";
    const what = t(`placeReason.${each.code}`, { count: Number(each.value) || 0, risks });
    return t(each.seconds < 0 ? "queue.back" : "queue.forward", { what, span: length(each.seconds) });
  };
  const sum = (seconds: number) => {
    if (seconds === 0) return t("queue.asItCame");
    return t(seconds < 0 ? "queue.countsLater" : "queue.countsEarlier", { span: length(seconds) });
  };
  return { t, team, needs, reason, sum, length, language, skill };
}
