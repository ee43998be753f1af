import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Popover, Radio } from "antd";
import { useEffect, useState } from "react";
import { asFault, type Message } from "../../api";
import { privacy, unmaskReasons, type Unmasked } from "../../api/privacy";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { clock } from "../../words/time";

interface Props {
  message: Message;
  /** Where it is shown as it is: until when. */
  until?: string;
  asking: boolean;
  ask: (open: boolean) => void;
}

/** What of a message is hidden from the reader, and the way to see it all the same. */
export default function Unmask({ message, until, asking, ask }: Props) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const may = useMe().permissions.includes("personal.unmask");
  const hide = () => client.setQueryData<Unmasked | null>(keys.unmasked(message.id), null);
  useEffect(() => {
    if (!until) return undefined;
    const timer = setTimeout(() => client.setQueryData<Unmasked | null>(keys.unmasked(message.id), null), Math.max(0, Date.parse(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [client, message.id, until]);
  if (until) {
    return <p className="unmask is-open" role="status"><EyeOutlined aria-hidden /> {t("unmask.shownUntil", { time: clock(locale, until) })} <Button type="link" size="small" onClick={hide}>{t("unmask.hide")}</Button></p>;
  }
  const kinds = [...new Set(message.masked?.map((each) => each.kind))];
  if (kinds.length === 0) return null;
  return (
    <p className="unmask">
      <EyeInvisibleOutlined aria-hidden /> {t("personal.hides", { kinds: kinds.map((kind) => t(`personal.kind.${kind}`)).join(t("list.and")) })}
      {may && (
        <Popover open={asking} onOpenChange={ask} trigger="click" placement="topLeft" destroyOnHidden title={t("unmask.why")} content={<Why message={message} done={() => ask(false)} />}>
          <Button type="link" size="small" aria-keyshortcuts="h" aria-expanded={asking}>{t("personal.show")}</Button>
        </Popover>
      )}
    </p>
  );
}

function Why({ message, done }: { message: Message; done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState<string>("");
  const [words, setWords] = useState("");
  const show = useMutation({
    mutationFn: () => privacy.unmask(message.id, { reason, words: words.trim() || undefined }),
    onSuccess: (clear) => { client.setQueryData<Unmasked | null>(keys.unmasked(message.id), clear); done(); },
  });
  const ready = reason !== "" && (reason !== "other" || words.trim() !== "");
  return (
    <form className="unmask-why" onSubmit={(event) => { event.preventDefault(); if (ready) show.mutate(); }} onKeyDown={(event) => { if (event.key === "Escape") done(); }}>
      <Radio.Group className="radio-lines" value={reason} onChange={(event) => setReason(event.target.value as string)} options={unmaskReasons.map((each, at) => ({ value: each, label: t(`unmask.reason.${each}`), autoFocus: at === 0 }))} />
      <Input.TextArea value={words} maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t("unmask.words")} aria-label={t("unmask.words")} onChange={(event) => setWords(event.target.value)} />
      <p className="faint">{t("unmask.wordsHint")}</p>
      {show.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(show.error))} />}
      <Button type="primary" htmlType="submit" disabled={!ready} loading={show.isPending}>{t("unmask.show")}</Button>
    </form>
  );
}
