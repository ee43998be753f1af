import { MergeOutlined, SplitCellsOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, type Conversation, type Links as LinksOf } from "../../api";
import { offer } from "../../commands/command";
import { keys } from "../../live";
import { useVerb } from "../../live/verb";
import { Ago } from "../../ui/Ago";
import { useWords } from "../../words";
import { Asks } from "./Asks";
import { unmerge, unsplit } from "./commands";
import "./merge.css";

interface Props { conversation: Conversation; data: LinksOf; open: (id: string) => void; merge: (other: Conversation) => void }

/** What was put together here, what was taken apart, what may belong together. */
export default function Links({ conversation, data, open, merge }: Props) {
  const { t } = useWords();
  const verb = useVerb();
  const client = useQueryClient();
  const act = (key: string, made: ReturnType<typeof offer>) => made.enabled
    && <Button key={key} size="small" type="link" onClick={made.run}>{t("merge.undo")}</Button>;
  const go = (id: string, number: number) => <button type="button" className="links-to num" onClick={() => open(id)}>#{number}</button>;
  const into = data.merged_into;
  const maybe = data.maybe_same[0];
  return (
    <ul className="links" aria-label={t("merge.links")}>
      {!into && <Asks conversation={conversation} links={data} open={open} />}
      {into && <li><MergeOutlined aria-hidden /> {t("merge.into")} {go(into.id, into.number)} {act("into", offer(unmerge, { id: conversation.id, can_undo: Boolean(conversation.can.merge) }, undefined, verb))}</li>}
      {data.halves.filter((each) => each.because === "merge").map((each) => (
        <li key={each.id}><MergeOutlined aria-hidden /> {t("merge.half", { number: each.number, count: each.messages, who: each.by.name || t("timeline.system") })} <Ago at={each.at} /> {act(each.id, offer(unmerge, each, undefined, verb))}</li>
      ))}
      {data.split_from && !into && <li><SplitCellsOutlined aria-hidden /> {t("split.from")} {go(data.split_from.id, data.split_from.number)} {act("from", offer(unsplit, { id: conversation.id, can_undo: data.split_from.can_undo }, undefined, verb))}</li>}
      {data.split_off.map((each) => (
        <li key={each.id}><SplitCellsOutlined aria-hidden /> {t("split.off", { count: each.messages })} {go(each.id, each.number)} {act(each.id, offer(unsplit, each, undefined, verb))}</li>
      ))}
      {maybe && conversation.can.merge && (
        <li className="links-maybe">
          {t("merge.maybe")} {go(maybe.conversation.id, maybe.conversation.number)} {maybe.conversation.subject} ({maybe.because.map((each) => t(`merge.because.${each.code}`)).join(" · ")})
          <Button size="small" type="link" onClick={() => merge(maybe.conversation)}>{t("command.conversation.merge")}…</Button>
          <Button size="small" type="text" onClick={() => verb(api.conversations.distinct(conversation.id, maybe.conversation.id).then(() => client.invalidateQueries({ queryKey: keys.links(conversation.id) })))}>{t("merge.notNow")}</Button>
        </li>
      )}
      {data.told_apart.length > 0 && (
        <li>
          <details>
            <summary>{t("merge.apartList", { count: data.told_apart.length })}</summary>
            <ul>
              {data.told_apart.map((each) => (
                <li key={each.id}>
                  {go(each.id, each.number)} {each.subject} · {each.by.name || t("timeline.system")} <Ago at={each.at} />{" "}
                  {each.can_undo && <Button size="small" type="link" aria-label={t("merge.takeBackOf", { number: each.number })} onClick={() => verb(api.conversations.takeBackDistinct(conversation.id, each.id).then(() => client.invalidateQueries({ queryKey: keys.links(conversation.id) })))}>{t("merge.takeBack")}</Button>}
                </li>
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  );
}
