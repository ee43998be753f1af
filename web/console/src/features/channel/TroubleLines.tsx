import { Alert } from "antd";
import type { Trouble } from "../../api/health";
import { Ago } from "../../ui/Ago";
import { useWords } from "../../words";

/** What is wrong, since when, and what to change. */
export function TroubleLines({ troubles }: { troubles: Trouble[] }) {
  const { t } = useWords();
  return troubles.map((each) => (
    <Alert
      key={each.id} showIcon type={each.state === "broken" ? "error" : "warning"}
      title={t(`health.part.${each.part}`)}
      description={<><p>{each.means}</p><p className="faint">{t("health.since")} <Ago at={each.since} /></p></>}
    />
  ));
}
