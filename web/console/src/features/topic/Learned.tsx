import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, type TopicModel } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { percent } from "../reading/rules";

/** What was learned from corrections, and how good it was on texts that it had not seen. */
export function Learned() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.topicModel, queryFn: api.topics.model });
  const train = useMutation({
    mutationFn: api.topics.train,
    onSuccess: () => { say.done(t("topics.training")); return client.invalidateQueries({ queryKey: keys.topicModel }); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const acts = query.data?.can.change && <Button size="small" loading={train.isPending} onClick={() => train.mutate()}>{t("topics.train")}</Button>;
  return (
    <Section title={t("topics.learned")} lead={t("topics.learnedLead")} acts={acts}>
      <Loaded query={query} rows={2}>{(model) => model.lessons.length === 0
        ? <p className="faint">{t("topics.notYet", { examples: model.examples, texts: model.least_texts, topics: model.least_topics })}</p>
        : (
          <Table
            label={t("topics.learned")} rows={model.lessons} rowKey={(row) => row.at + row.version}
            columns={[
              { key: "state", title: t("topics.outcome"), cell: (row) => t(`topics.stateOf.${row.state}`, { texts: model.least_texts, topics: model.least_topics }) },
              { key: "version", title: t("topics.version"), quiet: true, cell: (row) => <span className="num">{row.version}</span> },
              { key: "from", title: t("topics.from"), cell: (row) => <span className="num">{t("topics.texts", { count: row.texts })} · {t("topics.ofTopics", { count: row.topics })}{grown(model, row)}</span> },
              { key: "right", title: t("topics.unseen"), cell: (row) => (row.version ? <span className="num">{t("topics.right", { percent: percent(row.right), count: row.texts })}</span> : null) },
              { key: "at", title: t("topics.when"), align: "end", cell: (row) => <Ago at={row.at} /> },
            ]}
          />
        )}</Loaded>
    </Section>
  );
}

/** How many texts more than the time before. */
function grown(model: TopicModel, row: TopicModel["lessons"][number]): string {
  const before = model.lessons[model.lessons.indexOf(row) + 1];
  const more = before ? row.texts - before.texts : 0;
  return more === 0 ? "" : more > 0 ? ` (+${more})` : ` (−${-more})`;
}
