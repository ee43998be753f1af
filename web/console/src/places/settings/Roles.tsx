import { CheckOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type RoleInfo } from "../../api";
import { RoleForm } from "../../features/staff/RoleForm";
import { grouped } from "../../features/staff/rules";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useRoles } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { usePhone } from "../../ui/useMedia";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Who may do what: the roles that are built in, and the house's own. */
export default function Roles() {
  const { t } = useWords();
  const { permissions } = useMe();
  const query = useRoles();
  const [editing, setEditing] = useState<RoleInfo | "new" | null>(null);
  const add = permissions.includes("role.manage") && <Button type="primary" onClick={() => setEditing("new")}>{t("roles.add")}</Button>;
  return (
    <Page title={t("settings.roles")} lead={t("roles.lead")} wide acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => (
        <>
          <Heads roles={page.items} edit={setEditing} />
          <Section title={t("roles.compare")}><Matrix roles={page.items} /></Section>
          {editing && <RoleForm role={editing === "new" ? null : editing} all={page.items} close={() => setEditing(null)} />}
        </>
      )}</Loaded>
    </Page>
  );
}

function Heads({ roles, edit }: { roles: RoleInfo[]; edit: (role: RoleInfo) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (role: RoleInfo) => api.roles.remove(role.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.roles }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (role: RoleInfo) => askFirst({
    title: t("roles.removeAsk", { name: role.name }), okText: t("roles.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(role).catch(() => undefined),
  });
  return (
    <Table
      label={t("settings.roles")} rows={roles} rowKey={(row) => row.id}
      columns={[
        { key: "name", title: t("roles.name"), cell: (row) => <><b>{row.name || t(`role.${row.id}`)}</b> {!row.own && <span className="tag">{t("roles.builtIn")}</span>}</> },
        { key: "about", title: t("roles.about"), quiet: true, cell: (row) => row.about || (row.own ? "–" : t(`role.about.${row.id}`)) },
        { key: "staff", title: t("roles.people"), cell: (row) => <span className="num">{row.staff}</span> },
        { key: "may", title: t("roles.permission"), cell: (row) => <span className="num">{row.permissions.length}</span> },
        {
          key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
            <span className="row-acts">
              <Button size="small" onClick={() => edit(row)}>{t("act.edit")}</Button>
              <Button size="small" type="text" danger onClick={() => ask(row)}>{t("roles.remove")}</Button>
            </span>
          ),
        },
      ]}
    />
  );
}

/** Permission by permission, those of one topic together; on a phone each topic is
 * folded, and a line names who may. */
function Matrix({ roles }: { roles: RoleInfo[] }) {
  const { t } = useWords();
  const isPhone = usePhone();
  const called = (role: RoleInfo) => role.name || t(`role.${role.id}`);
  const name = (permission: string) => (has(`permission.${permission}`) ? t(`permission.${permission}`) : permission);
  const holders = (permission: string) => roles.filter((role) => role.permissions.includes(permission)).map(called).join(t("list.and"));
  return grouped([...new Set(roles.flatMap((role) => role.permissions))]).map(({ topic, permissions }) => (
    <details key={topic} className="role-topic" open={!isPhone}>
      <summary>{t(`permissionTopic.${topic}`)} <span className="faint num">{permissions.length}</span></summary>
      <Table
        label={t(`permissionTopic.${topic}`)} rows={permissions} rowKey={(row) => row}
        columns={[
          { key: "permission", title: t("roles.permission"), cell: (row) => name(row) },
          ...(isPhone ? [{ key: "who", title: t("roles.who"), cell: holders }] : roles.map((role) => ({
            key: role.id, title: called(role),
            cell: (row: string) => (role.permissions.includes(row) ? <CheckOutlined className="good" aria-label={t("roles.may")} /> : <span className="faint" aria-label={t("roles.mayNot")}>–</span>),
          }))),
        ]}
      />
    </details>
  ));
}
