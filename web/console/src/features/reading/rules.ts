import type { Gist, Topic } from "../../api";
import { nameIn, type Locale } from "../../words";

/** From here on a message is shown as one that should not wait. */
export const pressing = 0.5;

/** Calm and unknown stay quiet; risks have a banner of their own. */
export function worthShowing(gist: Gist): boolean {
  return gist.topic_id !== "" || (gist.emotion !== "" && gist.emotion !== "calm") || gist.urgency >= pressing;
}

/** A share as people say it; never a certainty that nobody has. */
export function percent(share: number): string {
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}

export function topicName(topic: Topic | undefined, locale: Locale): string {
  return topic ? nameIn(locale, { en: topic.name_en, "zh-CN": topic.name_zh }) : "";
}

/** The names from the root down to a topic. */
export function pathOf(topics: Topic[], id: string, locale: Locale): string[] {
  const path: string[] = [];
  for (let topic = topics.find((each) => each.id === id); topic && path.length < 9; topic = topics.find((each) => each.id === topic!.parent_id)) path.unshift(topicName(topic, locale));
  return path;
}

/** What somebody may choose; the empty id is unknown. */
export interface Choice { id: string; name: string }

/** What is offered for a conversation: topics in use, of its team or of all, in which the
 * letters stand, by any of their names; what begins with them first. */
export function offered(topics: Topic[], { wanted, locale, team, unknown }: { wanted: string; locale: Locale; team: string; unknown: string }): Choice[] {
  const letters = wanted.trim().toLowerCase();
  const rank = (names: string[]) => {
    const places = names.map((each) => each.toLowerCase().indexOf(letters)).filter((place) => place >= 0);
    return places.length === 0 ? -1 : Math.min(...places) === 0 ? 0 : 1;
  };
  const found = topics
    .filter((each) => !each.archived && (!each.team_id || !team || each.team_id === team))
    .map((each, place) => ({ choice: { id: each.id, name: topicName(each, locale) }, place, rank: rank([each.name_zh, each.name_en, ...(letters ? each.words : [])]) }))
    .filter((each) => each.rank >= 0)
    .sort((a, b) => (letters ? a.rank - b.rank : 0) || a.place - b.place)
    .map((each) => each.choice);
  return rank([unknown]) >= 0 ? [...found, { id: "", name: unknown }] : found;
}

/** How often a topic was right where people looked; nothing where they looked too seldom. */
export function precision(topic: Pick<Topic, "right" | "wrong">): { share: number; of: number } | null {
  const of = topic.right + topic.wrong;
  return of < enough ? null : { share: topic.right / of, of };
}

const enough = 10;
