import { Button, Input } from "antd";
import { useState } from "react";
import type { Conversation } from "../../api";
import { useOnce } from "../../api/useOnce";
import { useVerb } from "../../live/verb";
import { useWords } from "../../words";
import { split } from "./commands";
import "./merge.css";

interface Props { conversation: Conversation; chosen: ReadonlySet<string>; close: () => void; done: (made: Conversation) => void }

/** Stands in the place of the reply box while messages are chosen. */
export default function SplitBar({ conversation, chosen, close, done }: Props) {
  const { t } = useWords();
  const verb = useVerb();
  const once = useOnce();
  const [subject, setSubject] = useState("");
  const [busy, setBusy] = useState(false);
  const go = () => {
    setBusy(true);
    const work = Promise.resolve(split.run(conversation, { messages: [...chosen], subject, once: once([[...chosen], subject]) }));
    verb(work);
    work.then((made) => { close(); done(made as Conversation); }, () => setBusy(false));
  };
  return (
    <section className="split-bar" aria-label={t("command.conversation.split")} onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } }}>
      <b aria-live="polite">{t("split.chosen", { count: chosen.size })}</b>
      <Input size="small" value={subject} maxLength={300} onChange={(event) => setSubject(event.target.value)} placeholder={t("split.subject")} aria-label={t("split.subject")} />
      <Button type="primary" size="small" disabled={chosen.size === 0} loading={busy} onClick={go}>{t("split.go")}</Button>
      <Button size="small" onClick={close}>{t("act.cancel")}</Button>
    </section>
  );
}
