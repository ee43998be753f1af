import { ApiOutlined, FormOutlined, MailOutlined, MessageOutlined } from "@ant-design/icons";
import type { ChannelKind } from "../../api";
import { useWords } from "../../words";

export function ChannelIcon({ kind }: { kind: ChannelKind }) {
  const { t } = useWords();
  const Icon = kind === "form" ? FormOutlined : kind === "email" ? MailOutlined : kind === "api" ? ApiOutlined : MessageOutlined;
  const name = t(`channel.kind.${kind}`);
  return <span className="channel-icon" role="img" aria-label={name} title={name}><Icon aria-hidden /></span>;
}
