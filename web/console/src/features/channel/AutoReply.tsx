import { useQuery } from "@tanstack/react-query";
import { Button, Input, Segmented, Switch } from "antd";
import { useDeferredValue, useState } from "react";
import { api, asFault, type AutoReplyPreview, type Channel } from "../../api";
import { keys } from "../../live";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { span } from "../../words/time";
import { useChangeChannel } from "./useChannel";

const languages = ["zh-CN", "en"] as const;
type Language = (typeof languages)[number];

const variables = ["{{contact.name}}", "{{conversation.number}}", "{{conversation.subject}}", "{{channel.name}}", "{{expected}}"];

/** What a mailbox answers by itself, in both languages, and how it would read. */
export function AutoReply({ channel }: { channel: Channel }) {
  const { t, locale } = useWords();
  const change = useChangeChannel(channel);
  const saved = channel.settings.auto_reply;
  const [language, setLanguage] = useState<Language>(locale === "en" ? "en" : "zh-CN");
  const [texts, setTexts] = useState<Partial<Record<Language, string>>>(saved?.text ?? {});
  const asked = useDeferredValue(texts);
  const preview = useQuery({
    queryKey: [...keys.channels, channel.id, "auto-reply", language, asked], enabled: channel.can.change, retry: false, staleTime: 60_000,
    queryFn: () => api.channels.previewAutoReply(channel.id, language, asked), placeholderData: (before) => before,
  });
  const disabled = !channel.can.change || change.isPending;
  const changed = languages.some((each) => (texts[each] ?? "") !== (saved?.text?.[each] ?? ""));
  return (
    <div className="stack">
      <label className="switch-row">
        <Switch aria-label={t("autoReply.on")} checked={saved?.on ?? false} disabled={disabled} onChange={(on) => change.mutate({ settings: { auto_reply: { on } } })} />
        <span><b>{t("autoReply.on")}</b><br /><span className="section-lead">{t("autoReply.onHint")}</span></span>
      </label>
      <div>
        <Segmented<Language> aria-label={t("autoReply.language")} value={language} onChange={setLanguage} options={languages.map((each) => ({ value: each, label: t(`autoReply.languages.${each}`) }))} />
        <p className="section-lead">{t("autoReply.textHint", { names: variables.join(" · ") })}</p>
        <Input.TextArea
          aria-label={t("autoReply.text")} autoSize={{ minRows: 6, maxRows: 16 }} maxLength={5000} disabled={disabled}
          value={texts[language] ?? ""} placeholder={preview.data?.template} onChange={(event) => setTexts({ ...texts, [language]: event.target.value })}
        />
      </div>
      {channel.can.change && (
        <p className="form-acts">
          <Button type="primary" disabled={!changed} loading={change.isPending} onClick={() => change.mutate({ settings: { auto_reply: { text: { "zh-CN": texts["zh-CN"] ?? "", en: texts.en ?? "" } } } })}>{t("autoReply.save")}</Button>
          {!texts[language] && preview.data && <Button onClick={() => setTexts({ ...texts, [language]: preview.data.template })}>{t("autoReply.begin")}</Button>}
        </p>
      )}
      {channel.can.change && (preview.error ? <Broken fault={asFault(preview.error)} retry={() => void preview.refetch()} /> : preview.data ? <Sample preview={preview.data} /> : <Shimmer rows={3} height={20} />)}
    </div>
  );
}

function Sample({ preview: { subject, text, expectation: it } }: { preview: AutoReplyPreview }) {
  const { t } = useWords();
  return (
    <figure className="auto-reply-sample" aria-label={t("autoReply.preview")}>
      <figcaption>{t("autoReply.preview")}</figcaption>
      <b>{subject}</b>
      <p>{text}</p>
      <small>{it.known
        ? t("autoReply.basis", { time: span(t, it.seconds * 1000), answered: it.answered, waiting: it.waiting, days: it.days })
        : t("autoReply.noBasis", { count: it.answered, days: it.days })}</small>
    </figure>
  );
}
