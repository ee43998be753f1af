import { ExportOutlined } from "@ant-design/icons";
import type { Channel } from "../../api";
import { Copy } from "../../ui/Copy";
import { useWords } from "../../words";

/** The one line to put into a web page. */
export function Embed({ channel }: { channel: Channel }) {
  const { t } = useWords();
  return (
    <>
      <Copy label={t("channels.snippet")} value={snippet(location.origin, channel.key)} />
      <p className="section-lead">{t("channels.chatPage")}</p>
      <Copy label={t("channels.chatPage")} value={`${location.origin}/chat/${channel.key}`} />
      <p className="embed-try"><a href={`/try?channel=${encodeURIComponent(channel.key)}`} target="_blank" rel="noopener">{t("channels.try")} <ExportOutlined aria-hidden /></a></p>
    </>
  );
}

/** A form has an address of its own; a line of script puts it into a page. */
export function EmbedForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const page = `${location.origin}/contact/${channel.key}`;
  return (
    <div className="stack">
      <Copy label={t("channels.formPage")} value={page} />
      <Copy label={t("channels.snippet")} value={`<script async src="${location.origin}/contact.js" data-channel="${channel.key}"></script>`} />
      <p className="embed-try"><a href={page} target="_blank" rel="noopener">{t("channels.formTry")} <ExportOutlined aria-hidden /></a></p>
    </div>
  );
}

export function snippet(origin: string, key: string): string {
  return `<script async src="${origin}/widget.js" data-channel="${key}" data-locale="auto"></script>`;
}
