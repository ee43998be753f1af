import { Button } from "antd";
import { useState } from "react";
import type { Staff as StaffMember } from "../../api";
import { StaffForm } from "../../features/staff/StaffForm";
import { StaffTable } from "../../features/staff/StaffTable";
import { useMe } from "../../live/me";
import { useStaff } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { useWords } from "../../words";

export default function Staff() {
  const { t } = useWords();
  const { permissions, staff } = useMe();
  const query = useStaff();
  const [editing, setEditing] = useState<StaffMember | "new" | null>(null);
  const mayAdd = permissions.includes("staff.manage");
  return (
    <Page title={t("settings.staff")} lead={t("staff.lead")} wide acts={mayAdd && <Button type="primary" onClick={() => setEditing("new")}>{t("staff.add")}</Button>}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => <StaffTable staff={page.items} me={staff.id} edit={setEditing} />}</Loaded>
      {editing && <StaffForm one={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </Page>
  );
}
