import { FireFilled, IdcardOutlined, WarningFilled } from "@ant-design/icons";
import type { Gist } from "../../api";
import { useWords } from "../../words";

/** What must not be overlooked in a list: a risk, and fury. Whoever asks for somebody
 * else's data does nobody harm yet, and has a mark of their own. */
export function GistMark({ gist }: { gist: Gist }) {
  const { t } = useWords();
  const risks = gist.risks.filter((each) => each !== "others_data").map((each) => t(`gist.risk.${each}`)).join(" · ");
  const mark = (icon: React.ReactNode, name: string, mild = "") => <span className={`gist-mark${mild}`} role="img" title={name} aria-label={name}>{icon}</span>;
  return (
    <>
      {risks && mark(<WarningFilled aria-hidden />, t("gist.risks", { risks }))}
      {gist.risks.includes("others_data") && mark(<IdcardOutlined aria-hidden />, t("gist.risk.others_data"), " is-mild")}
      {gist.emotion === "furious" && mark(<FireFilled aria-hidden />, t("gist.emotion.furious"))}
    </>
  );
}
