import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { api, asFault, type WordingText } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const Editor = lazy(() => import("../../ui/editor/Editor"));

/** What stands below my mails, before what the channel adds. */
export function SignatureForm() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.signature, queryFn: api.signature.get });
  const [draft, setDraft] = useState<WordingText | null>(null);
  const save = useMutation({
    mutationFn: (text: WordingText) => api.signature.choose(text.text.trim() ? text : { text: "", html: "" }),
    onSuccess: (answer) => { client.setQueryData(keys.signature, answer); setDraft(null); say.done(t("act.saved")); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Loaded query={query} rows={3}>{(kept) => (
      <div className="stack">
        <div className="wording-box">
          <Suspense fallback={<div className="composer-text" />}>
            <Editor value={kept} label={t("signature.title")} placeholder={t("signature.placeholder")} onChange={setDraft} />
          </Suspense>
        </div>
        <p className="wording-hint">{t("signature.hint", { name: "{{agent.name}}", team: "{{team.name}}" })}</p>
        <div><Button disabled={!draft || (draft.html === kept.html && draft.text === kept.text)} loading={save.isPending} onClick={() => draft && save.mutate(draft)}>{t("signature.save")}</Button></div>
      </div>
    )}</Loaded>
  );
}
