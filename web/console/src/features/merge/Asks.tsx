import { QuestionCircleOutlined, SplitCellsOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Conversation, Links } from "../../api";
import { useOnce } from "../../api/useOnce";
import { offer } from "../../commands/command";
import { useOffers } from "../../commands/registry";
import { useVerb } from "../../live/verb";
import { useWords } from "../../words";
import { acceptSplit, dismissSplit, judge, split } from "./commands";

interface Props { conversation: Conversation; links: Links; open: (id: string) => void }

/** What a mail left for a person to decide: whether it begins something new, and
 * whether its writer belongs here. */
export function Asks({ conversation, links, open }: Props) {
  const { t } = useWords();
  const verb = useVerb();
  const once = useOnce();
  const apart = (work: Promise<unknown> | void) => {
    verb(work);
    void work?.then((made) => open((made as Conversation).id), () => undefined);
  };
  const [first] = links.split_proposals;
  useOffers([offer(acceptSplit, first, undefined, apart), offer(dismissSplit, first, undefined, verb)]);
  const button = (label: string, made: ReturnType<typeof offer>, primary = false) => made.enabled
    && <Button size="small" type={primary ? "primary" : "default"} onClick={made.run}>{t(label)}</Button>;
  return (
    <>
      {links.split_proposals.map((each) => (
        <li key={each.message_id} className="links-ask">
          <span><SplitCellsOutlined aria-hidden /> {t("propose.subject", { was: each.was, subject: each.subject })}</span>
          <span className="links-acts">
            {button("propose.accept", offer(acceptSplit, each, undefined, apart), true)}
            {button("propose.dismiss", offer(dismissSplit, each, undefined, verb))}
          </span>
        </li>
      ))}
      {links.strangers.map((each) => (
        <li key={each.address} className="links-ask">
          <span><QuestionCircleOutlined aria-hidden /> {t("stranger.wrote", { address: each.address })}</span>
          <span className="links-acts">
            {button("stranger.accept", offer(judge, { ...each, conversation: conversation.id }, { standing: "known" }, verb))}
            {button("stranger.refuse", offer(judge, { ...each, conversation: conversation.id }, { standing: "refused" }, verb))}
            {split.can(conversation) && <Button size="small" onClick={() => apart(split.run(conversation, { messages: [each.message_id], subject: "", once: once([each.message_id]) }))}>{t("stranger.split")}</Button>}
          </span>
        </li>
      ))}
    </>
  );
}
