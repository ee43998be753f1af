import { Link } from "@tanstack/react-router";
import { useWords } from "../../words";

/** Where to go from an empty list. */
export function EmptyActs({ view }: { view: string }) {
  const { t } = useWords();
  if (view === "mine") return <Link className="as-button" to="/desk/$view" params={{ view: "unassigned" }} search={{}}>{t("empty.goUnassigned")}</Link>;
  if (view === "all") return <Link className="as-button" to="/settings/channels">{t("empty.goChannels")}</Link>;
  return null;
}
