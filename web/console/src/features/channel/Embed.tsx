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
      <p className="embed-try"><a href={`/try?channel=${encodeURIComponent(channel.key)}`} target="_blank" rel="noopener">{t("channels.try")} <ExportOutlined aria-hidden /></a></p>
    </>
  );
}

export function snippet(origin: string, key: string): string {
  return `<script async src="${origin}/widget.js" data-channel="${key}" data-locale="auto"></script>`;
}
