import { useQuery } from "@tanstack/react-query";
import { Button, Radio } from "antd";
import { api, asFault, type Conversation, type Emotion, type Reading } from "../../api";
import { offer, type Offer } from "../../commands/command";
import { CommandButton } from "../../commands/CommandButton";
import { keys } from "../../live";
import { useTopics } from "../../live/people";
import { useVerb } from "../../live/verb";
import { Ago } from "../../ui/Ago";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { correctEmotion, correctTopic } from "./commands";
import { percent, topicName } from "./rules";

interface Props { conversation: Conversation; part: "topic" | "emotion" | "urgency"; sort: Offer }

/** Why a message was understood so: the words that decided and what they weighed. */
export default function Reasons({ conversation, part, sort }: Props) {
  const query = useQuery({ queryKey: keys.reading(conversation.id), queryFn: () => api.conversations.reading(conversation.id), staleTime: 60_000 });
  if (query.isPending) return <div className="reasons"><Shimmer rows={3} height={16} gap={8} /></div>;
  if (!query.data) return <div className="reasons"><Broken fault={asFault(query.error)} retry={() => void query.refetch()} /></div>;
  const parts = { topic: About, emotion: Feeling, urgency: Pressing };
  const Part = parts[part];
  return <div className="reasons"><Part reading={query.data} conversation={conversation} sort={sort} /></div>;
}

interface Shown { reading: Reading; conversation: Conversation; sort: Offer }

function About({ reading, conversation, sort }: Shown) {
  const { t, locale } = useWords();
  const verb = useVerb();
  const topics = useTopics().data?.items ?? [];
  const name = (id: string) => topicName(topics.find((each) => each.id === id), locale) || t("reading.unknown");
  const { topic, topic_id: about, topic_said: said } = reading;
  const confirm = offer(correctTopic, conversation, { topic: about }, verb);
  return (
    <>
      <h3>{t("reading.topic", { topic: name(about) })}</h3>
      {said
        ? <p>{t(said.was === said.now ? "reading.confirmedBy" : "reading.correctedBy", { who: said.by.name || t("timeline.somebody"), was: name(said.was) })} <Ago at={said.at} /></p>
        : topic
          ? <Said words={topic.words.map((each) => ({ text: each.text, weight: each.weight.toFixed(1) }))} lead={t("reading.words")} />
          : <p>{t("reading.earlier")}</p>}
      {topic && <p className="reasons-foot">{t(topic.model.startsWith("words-") ? "reading.bySketch" : "reading.byModel", { topic: name(topic.id), percent: percent(topic.p), model: topic.model })}</p>}
      <p className="reasons-acts">
        {!said && confirm.enabled && <Button size="small" onClick={confirm.run}>{t("reading.right")}</Button>}
        <CommandButton offer={sort} size="small" />
      </p>
    </>
  );
}

const emotions: Emotion[] = ["calm", "worried", "angry", "furious"];

function Feeling({ reading: { emotion }, conversation }: Shown) {
  const { t } = useWords();
  const verb = useVerb();
  return (
    <>
      <h3>{t("reading.emotion", { emotion: t(`gist.emotion.${emotion.label}`) })}</h3>
      {emotion.words.length > 0
        ? <Said words={emotion.words.map((each) => ({ text: each.text, weight: each.weight === 0 ? t("reading.tone") : each.weight.toFixed(1) }))} lead={t("reading.words")} />
        : <p>{t("reading.byRisk")}</p>}
      {emotion.said && <p>{t("reading.feltBy", { who: emotion.said.by.name || t("timeline.somebody"), was: t(`gist.emotion.${emotion.said.was}`) })} <Ago at={emotion.said.at} /></p>}
      {correctEmotion.can(conversation) && (
        <Radio.Group
          size="small" optionType="button" value={emotion.label} aria-label={t("reading.feels")} options={emotions.map((each) => ({ value: each, label: t(`gist.emotion.${each}`) }))}
          onChange={(event) => offer(correctEmotion, conversation, { emotion: event.target.value as Emotion }, verb).run()}
        />
      )}
      <p className="reasons-foot">{t("reading.score", { score: emotion.score.toFixed(2) })}</p>
    </>
  );
}

function Pressing({ reading: { urgency } }: Shown) {
  const { t } = useWords();
  return (
    <>
      <h3>{t("reading.urgency", { percent: percent(urgency.value) })}</h3>
      <Said words={urgency.terms.map((each) => ({ text: t(`reading.term.${each.code}`), weight: `+${each.weight.toFixed(1)}` }))} lead={t("reading.because")} />
      <p className="reasons-foot">{t("reading.odds")}</p>
    </>
  );
}

function Said({ words, lead }: { words: { text: string; weight: string }[]; lead: string }) {
  return (
    <>
      <p>{lead}</p>
      <ul>{words.map((each) => <li key={each.text}><span>{each.text}</span> <span className="num reasons-how">{each.weight}</span></li>)}</ul>
    </>
  );
}
