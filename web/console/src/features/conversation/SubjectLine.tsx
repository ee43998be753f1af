import { EditOutlined } from "@ant-design/icons";
import { useRef, useState } from "react";
import type { Conversation } from "../../api";
import { offer } from "../../commands/command";
import { useOffers } from "../../commands/registry";
import { useVerb } from "../../live/verb";
import { useWords } from "../../words";
import { setSubject } from "./commands";

const longest = 300;

/** What it is about; pressed, it can be written anew. */
export function SubjectLine({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const verb = useVerb();
  const [text, setText] = useState<string | null>(null);
  const isOpen = useRef(false); // leaving by a key also takes the focus away
  const open = () => {
    isOpen.current = true;
    setText(conversation.subject);
  };
  useOffers([{ name: setSubject.name, keys: setSubject.keys, enabled: setSubject.can(conversation), run: open }]);
  const leave = (save: boolean) => {
    if (!isOpen.current) return;
    isOpen.current = false;
    const subject = text?.trim() ?? "";
    setText(null);
    if (save && subject !== conversation.subject) offer(setSubject, conversation, { subject }, verb).run();
  };
  if (text !== null) {
    return (
      <input
        className="talk-subject-box" aria-label={t("conversation.subject")} placeholder={t("conversation.subjectHint")} maxLength={longest} value={text} ref={(box) => { if (box && document.activeElement !== box) box.focus(); }}
        onChange={(event) => setText(event.target.value)} onBlur={() => leave(true)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229) return;
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          leave(event.key === "Enter");
        }}
      />
    );
  }
  if (!setSubject.can(conversation)) return conversation.subject ? <span className="talk-subject" title={conversation.subject}>{conversation.subject}</span> : null;
  return (
    <button type="button" className="talk-subject" title={t("command.conversation.subject")} aria-keyshortcuts={setSubject.keys} onClick={open}>
      <span className={conversation.subject ? undefined : "faint"}>{conversation.subject || t("conversation.noSubject")}</span> <EditOutlined aria-hidden /><span className="sr">{t("command.conversation.subject")}</span>
    </button>
  );
}
