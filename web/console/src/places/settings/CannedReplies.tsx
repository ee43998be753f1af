import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { api, asFault, type CannedReply } from "../../api";
import { CannedReplyForm } from "../../features/wording/CannedReplyForm";
import { keys } from "../../live";
import { useTeams } from "../../live/people";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { Page } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { ago } from "./used";

export default function CannedReplies() {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const [wanted, setWanted] = useState("");
  const q = wanted.trim();
  const query = useQuery({ queryKey: keys.cannedSearch(q), queryFn: ({ signal }) => api.cannedReplies.list({ q }, signal), placeholderData: (before) => before });
  const teams = useTeams();
  const [editing, setEditing] = useState<CannedReply | "new" | null>(null);
  const remove = useMutation({
    mutationFn: (canned: CannedReply) => api.cannedReplies.remove(canned.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.cannedReplies }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (canned: CannedReply) => askFirst({
    title: t("cannedReplies.removeAsk", { title: canned.title }), content: t("cannedReplies.removeMeans"), okText: t("act.remove"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => remove.mutateAsync(canned).catch(() => undefined),
  });
  return (
    <Page title={t("settings.cannedReplies")} lead={t("cannedReplies.lead")} wide acts={<Button type="primary" onClick={() => setEditing("new")}>{t("cannedReplies.add")}</Button>}>
      <Input.Search className="wording-search" allowClear aria-label={t("cannedReplies.find")} placeholder={t("cannedReplies.find")} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      <Loaded query={query}>{(page) => page.items.length === 0 ? <Empty title={t(q ? "cannedReplies.noneFound" : "cannedReplies.empty")} why={q ? undefined : t("cannedReplies.emptyWhy")} /> : (
        <Table
          label={t("settings.cannedReplies")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "title", title: t("cannedReplies.title"), cell: (row) => <span className="wording-title"><b>{row.title}</b>{row.shortcut && <code>/{row.shortcut}</code>}<span className="picker-more">{(row.texts[locale] ?? Object.values(row.texts)[0])?.text}</span></span> },
            { key: "folder", title: t("cannedReplies.folder"), quiet: true, cell: (row) => [row.folder, ...row.tags].filter(Boolean).join(" · ") },
            { key: "owner", title: t("wording.owner"), quiet: true, cell: (row) => row.scope === "team" ? (teams.data?.items.find((each) => each.id === row.team)?.name ?? t("wording.scope.team")) : t(`wording.scope.${row.scope}`) },
            { key: "used", title: t("wording.used"), quiet: true, cell: (row) => <span className="num">{ago(t, locale, row)}</span> },
            {
              key: "acts", title: t("table.acts"), align: "end", cell: (row) => row.can.change && (
                <span className="row-acts">
                  <Button size="small" onClick={() => setEditing(row)}>{t("act.edit")}</Button>
                  <Button size="small" type="text" danger onClick={() => ask(row)}>{t("act.remove")}</Button>
                </span>
              ),
            },
          ]}
        />
      )}</Loaded>
      {editing && <CannedReplyForm canned={editing === "new" ? null : editing} close={() => setEditing(null)} />}
    </Page>
  );
}
