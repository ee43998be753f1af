import { Link } from "@tanstack/react-router";
import type { Conversation } from "../../api";
import { useMe } from "../../live/me";
import { useWords } from "../../words";

/** Why nobody can write here, in place of the box; with the way to where it can
 * be put right, for whoever may. */
export function Refusal({ why, conversation }: { why: string; conversation: Conversation }) {
  const { t } = useWords();
  const { permissions } = useMe();
  if (!why.startsWith("composer.refused.channel_")) return <p className="composer-refusal">{t(why)}</p>;
  return (
    <p className="composer-refusal is-warn" role="status">
      {t(why)} {permissions.includes("channel.manage")
        ? <Link to="/settings/channels/$id" params={{ id: conversation.channel.id }}>{t(`composer.mend.${conversation.reply_refused}`)}</Link>
        : t("composer.askAdmin")}
    </p>
  );
}
