import { useQuery } from "@tanstack/react-query";
import { api, asFault, type Fact } from "../../api";
import { keys } from "../../live";
import { useStaff, useTeams, useTopics } from "../../live/people";
import { Ago } from "../../ui/Ago";
import { Broken, Shimmer } from "../../ui/Faces";
import { nameIn, useWords, type Locale, type Words } from "../../words";
import { useNow } from "../../words/now";
import { dateAndClock } from "../../words/time";
import { whyWords } from "../../words/why";
import { told } from "./rules";

/** What happened to a conversation, in sentences. */
export function Timeline({ conversation }: { conversation: string }) {
  const { t, locale } = useWords();
  const now = useNow();
  const staff = useStaff();
  const teams = useTeams();
  const topics = useTopics();
  const { data, isPending, error, refetch } = useQuery({ queryKey: keys.timeline(conversation), queryFn: () => api.conversations.timeline(conversation), staleTime: 30_000 });
  if (isPending) return <Shimmer rows={4} height={14} />;
  if (error && !data) return <Broken fault={asFault(error)} retry={() => void refetch()} />;
  const topicName = (id: string) => {
    const topic = topics.data?.items.find((each) => each.id === id);
    return topic ? nameIn(locale, { en: topic.name_en, "zh-CN": topic.name_zh }) : "";
  };
  const nameOf = (id: string) => staff.data?.items.find((each) => each.id === id)?.name ?? teams.data?.items.find((each) => each.id === id)?.name ?? topicName(id);
  const clock = (at: string) => dateAndClock(locale, at, now);
  const facts = (data?.items ?? []).filter((fact) => told(fact)).toSorted((a, b) => b.cursor - a.cursor);
  if (facts.length === 0) return <p className="panel-none">{t("timeline.empty")}</p>;
  return (
    <ol className="timeline">
      {facts.slice(0, 60).map((fact) => <li key={fact.cursor}><span>{sentence(locale, fact, nameOf, clock, t)}</span> <Ago at={fact.at} /></li>)}
    </ol>
  );
}

function sentence(locale: Locale, fact: Fact, nameOf: (id: string) => string, clock: (at: string) => string, t: Words): string {
  const { key, ids, values, times = {}, words = {}, why = [] } = told(fact)!;
  const who = fact.by ? nameOf(fact.by) || t("timeline.somebody") : t("timeline.system");
  const names = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, nameOf(id) || t("timeline.somebody")]));
  const clocks = Object.fromEntries(Object.entries(times).map(([name, at]) => [name, at && clock(at)]));
  const terms = Object.fromEntries(Object.entries(words).map(([name, word]) => [name, t(word)]));
  return t(key, { who, ...names, ...values, ...clocks, ...terms, why: why.map((each) => whyWords(t, locale, each)).join(t("list.and")) });
}
