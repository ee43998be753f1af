import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type ConversationState, type Status } from "../../api";
import { StatusForm } from "../../features/status/StatusForm";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const states: ConversationState[] = ["open", "waiting", "snoozed", "resolved"];

/** Own, finer words for the four states. */
export default function Statuses() {
  const { t, locale } = useWords();
  const { permissions } = useMe();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.statuses, queryFn: api.statuses.list });
  const [editing, setEditing] = useState<Status | "new" | null>(null);
  const name = (row: Status) => (locale === "en" ? row.name_en || row.name_zh : row.name_zh || row.name_en);
  const remove = useMutation({
    mutationFn: (row: Status) => api.statuses.remove(row.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.statuses }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (row: Status) => askFirst({
    title: t("statuses.removeAsk", { name: name(row) }), content: t("statuses.removeMeans"), okText: t("statuses.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(row).catch(() => undefined),
  });
  const add = permissions.includes("field.manage") && <Button type="primary" onClick={() => setEditing("new")}>{t("statuses.add")}</Button>;
  return (
    <Page title={t("settings.statuses")} lead={t("statuses.lead")} acts={add}>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => page.items.length === 0 ? <Empty title={t("statuses.empty")} why={t("statuses.emptyWhy")} /> : (
        <>
          {states.map((state) => {
            const rows = page.items.filter((each) => each.state === state);
            return rows.length > 0 && (
              <section key={state} className="statuses-of">
                <h2>{t(`state.${state}`)}</h2>
                <Table
                  label={t(`state.${state}`)} rows={rows} rowKey={(row) => row.id}
                  columns={[
                    { key: "name", title: t("statuses.name"), cell: (row) => <><span className={`status is-${row.color}`}>{name(row)}</span>{!row.active && <span className="faint"> {t("statuses.retired")}</span>}</> },
                    { key: "other", title: t("statuses.other"), cell: (row) => (locale === "en" ? row.name_zh : row.name_en) },
                    { key: "position", title: t("statuses.position"), cell: (row) => <span className="num">{row.position}</span> },
                    {
                      key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                        <span className="row-acts">
                          <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                          <Button size="small" type="text" danger onClick={() => ask(row)}>{t("statuses.remove")}</Button>
                        </span>
                      ),
                    },
                  ]}
                />
              </section>
            );
          })}
        </>
      )}</Loaded>
      {editing && <StatusForm status={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </Page>
  );
}
