import { useOthers } from "../../live";
import { useStaff } from "../../live/people";
import { useWords } from "../../words";

/** A quiet dot before the name of somebody who is offline: what they have may wait. */
export function AwayMark({ staff }: { staff: string }) {
  const { t } = useWords();
  const known = useStaff().data?.items.find((each) => each.id === staff)?.presence.state;
  const state = useOthers((others) => others.presence[staff]) ?? known;
  if (state !== "offline") return null;
  return <span className="dot is-offline row-away" role="img" title={t("presence.offline")} aria-label={t("presence.offline")} />;
}
