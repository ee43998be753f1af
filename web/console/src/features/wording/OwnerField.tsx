import { Form, Select } from "antd";
import { useMe } from "../../live/me";
import { useTeams } from "../../live/people";
import { useWords } from "../../words";

/** Whose a wording is: mine, a team's, everybody's. */
export function OwnerField() {
  const { t } = useWords();
  const { permissions } = useMe();
  const teams = useTeams();
  const mayShare = permissions.includes("wording.manage");
  const options = [
    { value: "personal", label: t("wording.scope.personal") },
    ...(mayShare ? (teams.data?.items ?? []).map((each) => ({ value: `team:${each.id}`, label: t("wording.ofTeam", { name: each.name }) })) : []),
    ...(mayShare ? [{ value: "everybody", label: t("wording.scope.everybody") }] : []),
  ];
  return <Form.Item name="owner" label={t("wording.owner")} extra={mayShare ? undefined : t("wording.mayNotShare")}><Select options={options} /></Form.Item>;
}
