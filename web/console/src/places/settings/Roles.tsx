import { CheckOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { api, type RoleInfo } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Table } from "../../ui/Table";
import { has, useWords } from "../../words";

/** Who may do what. Read only: roles are part of the house for now. */
export default function Roles() {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.roles, queryFn: api.roles });
  const name = (permission: string) => (has(`permission.${permission}`) ? t(`permission.${permission}`) : permission);
  return (
    <Page title={t("settings.roles")} lead={t("roles.lead")} wide>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => (
        <Table
          label={t("settings.roles")} rows={permissionsOf(page.items)} rowKey={(row) => row}
          columns={[
            { key: "permission", title: t("roles.permission"), cell: (row) => name(row) },
            ...page.items.map((role) => ({
              key: role.name, title: t(`role.${role.name}`),
              cell: (row: string) => (role.permissions.includes(row) ? <CheckOutlined className="good" aria-label={t("roles.may")} /> : <span className="faint" aria-label={t("roles.mayNot")}>–</span>),
            })),
          ]}
        />
      )}</Loaded>
    </Page>
  );
}

function permissionsOf(roles: RoleInfo[]): string[] {
  return [...new Set(roles.flatMap((role) => role.permissions))].sort();
}
