import { useWords } from "../../words";
import { percent } from "./rules";

/** How far it is; without a total only that it goes on. */
export function Bar({ label, done, total }: { label: string; done: number; total: number }) {
  const { t } = useWords();
  const share = percent(done, total);
  return (
    <span className="transfer-bar">
      <progress aria-label={label} max={100} value={share ?? undefined} />
      <span className="num">{total > 0 ? t("transfer.of", { done, total }) : t("transfer.sofar", { done })}</span>
    </span>
  );
}
