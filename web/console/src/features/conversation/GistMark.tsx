import { FireFilled, WarningFilled } from "@ant-design/icons";
import type { Gist } from "../../api";
import { useWords } from "../../words";

/** What must not be overlooked in a list: a risk, and fury. */
export function GistMark({ gist }: { gist: Gist }) {
  const { t } = useWords();
  const risks = gist.risks.map((each) => t(`gist.risk.${each}`)).join(" · ");
  const mark = (icon: React.ReactNode, name: string) => <span className="gist-mark" role="img" title={name} aria-label={name}>{icon}</span>;
  return (
    <>
      {risks && mark(<WarningFilled aria-hidden />, t("gist.risks", { risks }))}
      {gist.emotion === "furious" && mark(<FireFilled aria-hidden />, t("gist.emotion.furious"))}
    </>
  );
}
