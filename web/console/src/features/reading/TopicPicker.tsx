import { CheckOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Modal } from "antd";
import { useMemo, useState } from "react";
import { asFault, api, type Conversation } from "../../api";
import { useTopics } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { offered, pathOf, type Choice } from "./rules";
import "./reading.css";

interface Props { conversation: Conversation; close: () => void; onSorted: (conversation: Conversation) => void }

/** Says what a conversation is about: type a few letters, Enter. */
export default function TopicPicker({ conversation, close, onSorted }: Props) {
  const { t, locale } = useWords();
  const query = useTopics();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const choices = useMemo(
    () => offered(query.data?.items ?? [], { wanted, locale, team: conversation.team?.id ?? "", unknown: t("reading.unknown") }),
    [query.data, wanted, locale, conversation.team, t],
  );
  const chosen = choices[Math.min(at, Math.max(0, choices.length - 1))];
  const correct = useMutation({
    mutationFn: (choice: Choice) => api.conversations.correctTopic(conversation.id, choice.id),
    onSuccess: (next, choice) => {
      onSorted(next);
      say.done(t("reading.sorted", { topic: choice.name }));
      close();
    },
  });
  const go = (choice: Choice | undefined) => { if (choice && !correct.isPending) correct.mutate(choice); };
  return (
    <Modal open width={480} title={t("command.topic.correct")} onCancel={close} cancelText={t("act.cancel")} okText={t("reading.take")} okButtonProps={{ disabled: !chosen, loading: correct.isPending }} onOk={() => go(chosen)}>
      <Loaded query={query} rows={4}>{(page) => page.items.length === 0 ? <p className="macro-none">{t("reading.noTopics")}</p> : (
        <>
          <input
            className="palette-box" role="combobox" aria-expanded aria-controls="topic-list" aria-label={t("reading.find")} placeholder={t("reading.find")} value={wanted}
            aria-activedescendant={chosen && `topic-${chosen.id}`} ref={(box) => { if (box && !box.dataset["met"]) { box.dataset["met"] = "1"; setTimeout(() => box.focus()); } }}
            onChange={(event) => { setWanted(event.target.value); setAt(0); correct.reset(); }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "ArrowDown") setAt(Math.min(at + 1, choices.length - 1));
              else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
              else if (event.key === "Enter") go(chosen);
              else return;
              event.preventDefault();
            }}
          />
          <ul id="topic-list" role="listbox" aria-label={t("settings.topics")} className="topic-list">
            {choices.map((each, index) => (
              <li key={each.id} id={`topic-${each.id}`} role="option" aria-selected={each === chosen} onMouseEnter={() => setAt(index)} onClick={() => go(each)} ref={(row) => { if (each === chosen) row?.scrollIntoView({ block: "nearest" }); }}>
                <span>{each.name}</span>
                <span className="picker-more">{pathOf(query.data?.items ?? [], each.id, locale).slice(0, -1).join(" › ")}</span>
                {each.id === conversation.gist.topic_id && <CheckOutlined aria-label={t("reading.now")} />}
              </li>
            ))}
          </ul>
          {choices.length === 0 && <p className="macro-none">{t("reading.noneFound")}</p>}
          {correct.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(correct.error))} />}
        </>
      )}</Loaded>
    </Modal>
  );
}
