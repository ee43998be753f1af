import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type PresenceReason } from "../../api";
import { ReasonForm } from "../../features/staff/ReasonForm";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useReasons } from "../../live/people";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** Why people may be busy, away or after a call. */
export default function Presence() {
  const { t } = useWords();
  const { permissions } = useMe();
  const client = useQueryClient();
  const query = useReasons();
  const [editing, setEditing] = useState<PresenceReason | "new" | null>(null);
  const offer = useMutation({
    mutationFn: (reason: PresenceReason) => api.reasons.change(reason.id, { retired: !reason.retired, version: reason.version }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.reasons }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const add = permissions.includes("team.manage") && <Button type="primary" onClick={() => setEditing("new")}>{t("reasons.add")}</Button>;
  return (
    <Page title={t("settings.presence")} lead={t("reasons.lead")} acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => (
        <Table
          label={t("settings.presence")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "state", title: t("reasons.state"), quiet: true, cell: (row) => <span className="menu-presence"><i className={`dot is-${row.state}`} />{t(`presence.${row.state}`)}</span> },
            { key: "zh", title: t("reasons.nameZh"), cell: (row) => <span className={row.retired ? "faint" : undefined}>{row.name_zh}</span> },
            { key: "en", title: t("reasons.nameEn"), cell: (row) => <span className={row.retired ? "faint" : undefined}>{row.name_en}</span> },
            { key: "offered", title: t("staff.state"), quiet: true, cell: (row) => (row.retired ? <span className="tag">{t("reasons.retired")}</span> : t("reasons.offered")) },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" onClick={() => offer.mutate(row)}>{row.retired ? t("reasons.offerAgain") : t("reasons.retire")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      {editing && <ReasonForm reason={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </Page>
  );
}
