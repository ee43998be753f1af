import { BankOutlined, StarFilled } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { Organisation } from "../../api";
import { useWords } from "../../words";
import { membersText } from "./rules";
import "./organisations.css";

const mostDomains = 2;

export function OrganisationRow({ organisation }: { organisation: Organisation }) {
  const { t } = useWords();
  const more = organisation.domains.length - mostDomains;
  return (
    <Link to="/contacts/organisations/$id" params={{ id: organisation.id }} className="line-row">
      <span className="organisation-mark avatar" aria-hidden><BankOutlined /></span>
      <span className="line-main"><b>{organisation.name}</b>{organisation.tier === "vip" && <StarFilled className="vip" aria-label={t("tier.vip")} />}</span>
      <span className="line-sub">{organisation.domains.length === 0 ? t("organisations.noDomains") : organisation.domains.slice(0, mostDomains).join(" · ")}{more > 0 && ` +${more}`}</span>
      <span className="line-end num">{membersText(t, organisation.members)}</span>
    </Link>
  );
}
