import { Button } from "antd";
import { useState } from "react";
import type { Topic } from "../../api";
import { percent, pathOf, precision, topicName } from "../../features/reading/rules";
import { Learned } from "../../features/topic/Learned";
import { TopicForm } from "../../features/topic/TopicForm";
import { useMe } from "../../live/me";
import { useTeams, useTopics } from "../../live/people";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";

/** What customers write about, and how well it is recognised. */
export default function Topics() {
  const { t, locale } = useWords();
  const { permissions } = useMe();
  const query = useTopics();
  const teams = useTeams();
  const [editing, setEditing] = useState<{ topic: Topic | null; under: string } | null>(null);
  const may = permissions.includes("team.manage");
  const add = may && <Button type="primary" onClick={() => setEditing({ topic: null, under: "" })}>{t("topics.add")}</Button>;
  const right = (row: Topic) => {
    const measured = precision(row);
    return measured ? t("topics.right", { percent: percent(measured.share), count: measured.of }) : <span className="faint">{t("topics.tooFew", { count: row.right + row.wrong })}</span>;
  };
  return (
    <Page title={t("settings.topics")} lead={t("topics.lead")} acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("topics.empty")} why={t("topics.emptyWhy")} /> : (
        <Table
          label={t("settings.topics")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            {
              key: "name", title: t("topics.name"), cell: (row) => (
                <span className="topic-name" style={{ paddingInlineStart: (pathOf(page.items, row.id, locale).length - 1) * 20 }}>
                  {topicName(row, locale)} {row.archived && <span className="faint">{t("topics.archived")}</span>}
                </span>
              ),
            },
            { key: "words", title: t("topics.words"), quiet: true, cell: (row) => row.words.slice(0, 5).join(t("topics.between")) + (row.words.length > 5 ? ` +${row.words.length - 5}` : "") },
            { key: "team", title: t("topics.team"), quiet: true, cell: (row) => teams.data?.items.find((each) => each.id === row.team_id)?.name ?? "" },
            { key: "examples", title: t("topics.examples"), cell: (row) => <span className="num">{row.examples}</span> },
            { key: "right", title: t("topics.measured"), cell: (row) => <span className="num">{right(row)}</span> },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  {!row.archived && <Button size="small" type="text" onClick={() => setEditing({ topic: null, under: row.id })}>{t("topics.addUnder")}</Button>}
                  <Button size="small" onClick={() => setEditing({ topic: row, under: "" })}>{t("act.edit")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      <Learned />
      {editing && <TopicForm topic={editing.topic} under={editing.under} topics={query.data?.items ?? []} close={() => setEditing(null)} />}
    </Page>
  );
}
