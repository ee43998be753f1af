import type { Reason } from "../../api/alike";
import { useWords } from "../../words";
import { likelihood } from "./rules";

/** Why two may be one, in a line: how likely, and each reason with what it is about. */
export function Because({ score, because }: { score: number; because: Reason[] }) {
  const { t } = useWords();
  return (
    <span className="alike-because">
      <span className={`alike-score is-${likelihood(score)}`} title={t("alike.scoreOf", { score })}>{t(`alike.likely.${likelihood(score)}`)}</span>{" "}
      {because.map((each, at) => (
        <span key={`${each.code} ${each.value}`}>{at > 0 && " · "}{t(`alike.because.${each.code}`, { value: each.value })}{claimed(each) && ` (${t("alike.onlyClaimed")})`}</span>
      ))}
    </span>
  );
}

function claimed(reason: Reason): boolean {
  return !reason.verified && /email|phone/.test(reason.code);
}
