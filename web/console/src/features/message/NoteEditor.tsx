import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { api, asFault, type Message } from "../../api";
import { keys } from "../../live";
import { placeMessage } from "../../live/cache";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** A note of one's own, open for other words, in the place where it stands. */
export function NoteEditor({ message, close }: { message: Message; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(message.text);
  const save = useMutation({
    mutationFn: () => api.messages.revise(message.id, text),
    onSuccess: (answer) => {
      placeMessage(client, answer);
      void client.invalidateQueries({ queryKey: keys.revisions(message.id) });
      close();
    },
  });
  useEffect(() => {
    const area = box.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "0";
    area.style.height = `${Math.min(320, Math.max(60, area.scrollHeight))}px`;
  }, [text]);

  const same = text.trim() === "" || text === message.text;
  const go = () => { if (!same && !save.isPending) save.mutate(); };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      go();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  };
  return (
    <form className="rewrite" onSubmit={(event) => { event.preventDefault(); go(); }}>
      <textarea ref={box} className="plain-box" aria-label={t("message.rewriteLabel")} value={text} onChange={(event) => { setText(event.target.value); save.reset(); }} onKeyDown={pressed} />
      {save.error && <p className="rewrite-fault" role="alert">{t("message.notRewritten", { why: faultWords(t, asFault(save.error)) })}</p>}
      <div className="rewrite-acts">
        <Button size="small" type="primary" htmlType="submit" disabled={same} loading={save.isPending}>{t("message.saveRewritten")}</Button>
        <Button size="small" onClick={close}>{t("act.cancel")}</Button>
      </div>
    </form>
  );
}
