import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, asFault, type Message } from "../../api";
import { keys } from "../../live";
import { placeMessage } from "../../live/cache";
import type { Rich, Trigger } from "../../ui/editor/content";
import Editor, { type Handle } from "../../ui/editor/Editor";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { Picker, useColleagues } from "./Picker";

/** A note of one's own, open for other words in the place where it stands, with
 * its markup, its pictures and the colleagues that it names. */
export default function NoteEditor({ message, close }: { message: Message; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const box = useRef<Handle | null>(null);
  const [rich, setRich] = useState<Rich>({ text: message.text, html: message.html });
  const [touched, setTouched] = useState(false);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [dismissed, setDismissed] = useState(-1);
  const [chosen, setChosen] = useState(0);
  const save = useMutation({
    mutationFn: () => api.messages.revise(message.id, { text: rich.html ? "" : rich.text, html: rich.html }),
    onSuccess: (answer) => {
      placeMessage(client, answer);
      void client.invalidateQueries({ queryKey: keys.revisions(message.id) });
      close();
    },
  });
  const ready = useCallback((handle: Handle) => {
    box.current = handle;
    handle.focus();
  }, []);
  const urlOf = useCallback((cid: string) => message.attachments.find((each) => each.content_id === cid)?.url, [message.attachments]);

  const called = trigger?.mark === "@" && trigger.from !== dismissed ? trigger : null;
  const calling = useRef(called);
  useEffect(() => { calling.current = called; });
  const name = useCallback((who: string, words: string) => {
    const at = calling.current;
    setTrigger(null);
    if (at) box.current?.mention(who, words, at);
  }, []);
  const { choices, pending } = useColleagues(called ? called.query : null, name);
  const choice = Math.min(chosen, Math.max(0, choices.length - 1));

  const same = rich.text.trim() === "" || !touched || (rich.text === message.text && rich.html === message.html);
  const go = () => { if (!same && !save.isPending) save.mutate(); };
  const pressed = (event: KeyboardEvent): boolean => {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (called && event.key === "ArrowDown") setChosen((choice + 1) % Math.max(1, choices.length));
    else if (called && event.key === "ArrowUp") setChosen((choice - 1 + choices.length) % Math.max(1, choices.length));
    else if (called && (event.key === "Enter" || event.key === "Tab") && !sends && choices.length > 0) choices[choice]!.pick();
    else if (called && event.key === "Escape") setDismissed(called.from);
    else if (sends) go();
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const id = `rewrite-${message.id}`;
  return (
    <form className="rewrite" onSubmit={(event) => { event.preventDefault(); go(); }}>
      {called && <Picker id={id} label={t("composer.colleagues")} choices={choices} chosen={choice} onChosen={setChosen} empty={t(pending ? "face.loading" : "composer.noColleague")} />}
      <Editor
        value={rich} label={t("message.rewriteLabel")} placeholder={t("message.rewriteLabel")} onReady={ready} onKey={pressed} urlOf={urlOf}
        onChange={(next) => { setRich(next); setTouched(true); save.reset(); }}
        onTrigger={(next) => { setTrigger(next); setChosen(0); if (!next) setDismissed(-1); }}
        listbox={called && { id, active: `${id}-${choice}` }}
      />
      {save.error && <p className="rewrite-fault" role="alert">{t("message.notRewritten", { why: faultWords(t, asFault(save.error)) })}</p>}
      <div className="rewrite-acts">
        <Button size="small" type="primary" htmlType="submit" disabled={same} loading={save.isPending}>{t("message.saveRewritten")}</Button>
        <Button size="small" onClick={close}>{t("act.cancel")}</Button>
      </div>
    </form>
  );
}
