import { UserOutlined } from "@ant-design/icons";
import type { PersonalAgent } from "../../api/personal";
import { useWords } from "../../words";

/** Who is somebody's own person, and who stands in. */
export function Told({ agent }: { agent: PersonalAgent }) {
  const { t } = useWords();
  if (!agent.staff) return <span className="faint">{t("personalAgent.nobody")}</span>;
  return (
    <span>
      <UserOutlined aria-hidden /> {agent.staff.name}{agent.stand_in && ` · ${t("personalAgent.standsIn", { who: agent.stand_in.name })}`}{agent.organisation && ` · ${t("personalAgent.by", { organisation: agent.organisation.name })}`}
    </span>
  );
}
