import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { api, asFault, type Export } from "../../api";
import { Bar } from "../../features/transfer/Bar";
import { ExportForm } from "../../features/transfer/ExportForm";
import { ImportForm } from "../../features/transfer/ImportForm";
import { isWorking } from "../../features/transfer/rules";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { fileSize } from "../../words/size";

const lookAgainMs = 1000;

/** What goes out into files, and what comes in from them. */
export default function Data() {
  const { t } = useWords();
  const { permissions } = useMe();
  return (
    <Page title={t("settings.data")} lead={t("transfer.lead")} wide>
      {permissions.includes("data.export") && <Exports />}
      {permissions.includes("data.import") && <Imports />}
      {!permissions.includes("data.export") && !permissions.includes("data.import") && <p className="panel-none">{t("transfer.refused")}</p>}
    </Page>
  );
}

function Exports() {
  const { t } = useWords();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const query = useQuery({ queryKey: keys.exports, queryFn: api.exports.list, refetchInterval: ({ state }) => (state.data?.items.some((each) => isWorking(each.state)) ? lookAgainMs : false) });
  const cancel = useMutation({
    mutationFn: (one: Export) => api.exports.cancel(one.id),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
    onSettled: () => client.invalidateQueries({ queryKey: keys.exports }),
  });
  // A link works for some minutes only, so it is asked for when it is wanted.
  const fetchFile = useMutation({
    mutationFn: (one: Export) => api.exports.get(one.id),
    onSuccess: (one) => { if (one.url) location.assign(one.url); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  return (
    <Section title={t("transfer.exports")} lead={t("transfer.exportsLead")} acts={<Button type="primary" onClick={() => setAsking(true)}>{t("transfer.export")}</Button>}>
      <Loaded query={query}>{(page) => page.items.length === 0 ? <p className="panel-none">{t("transfer.noExports")}</p> : (
        <Table
          label={t("transfer.exports")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "kind", title: t("transfer.what"), cell: (row) => <b>{t(`transfer.kinds.${row.kind}`)}</b> },
            { key: "format", title: t("transfer.format"), quiet: true, cell: (row) => t(`transfer.formatNames.${row.format}`) },
            { key: "state", title: t("staff.state"), cell: (row) => isWorking(row.state) ? <Bar label={t(`transfer.states.${row.state}`)} done={row.done} total={row.total} /> : <>{t(`transfer.states.${row.state}`)} <span className="faint num">{row.state === "done" ? t("transfer.doneOf", { done: row.done, size: fileSize(row.size) }) : ""}</span></> },
            { key: "at", title: t("transfer.at"), quiet: true, cell: (row) => <Ago at={row.created_at} /> },
            { key: "acts", title: t("table.acts"), align: "end", cell: (row) => (
              <span className="row-acts">
                {row.can.cancel && <Button size="small" onClick={() => cancel.mutate(row)}>{t("transfer.stop")}</Button>}
                {row.can.download && <Button size="small" onClick={() => fetchFile.mutate(row)}>{t("transfer.download")}</Button>}
              </span>
            ) },
          ]}
        />
      )}</Loaded>
      {asking && <ExportForm close={() => setAsking(false)} />}
    </Section>
  );
}

function Imports() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const query = useQuery({ queryKey: keys.imports, queryFn: api.imports.list, refetchInterval: ({ state }) => (state.data?.items.some((each) => isWorking(each.state)) ? lookAgainMs : false) });
  return (
    <Section title={t("transfer.imports")} lead={t("transfer.importsLead")} acts={<Button type="primary" onClick={() => setAsking(true)}>{t("transfer.import")}</Button>}>
      <Loaded query={query}>{(page) => page.items.length === 0 ? <p className="panel-none">{t("transfer.noImports")}</p> : (
        <Table
          label={t("transfer.imports")} rows={page.items} rowKey={(row) => row.id}
          columns={[
            { key: "name", title: t("transfer.file"), cell: (row) => <Link to="/settings/data/$id" params={{ id: row.id }}><b>{row.name}</b></Link> },
            { key: "kind", title: t("transfer.what"), quiet: true, cell: (row) => t(`transfer.kinds.${row.kind}`) },
            { key: "state", title: t("staff.state"), cell: (row) => isWorking(row.state) ? <Bar label={t(`transfer.states.${row.state}`)} done={row.counts.done} total={row.counts.total} /> : t(`transfer.states.${row.state}`) },
            { key: "refused", title: t("transfer.counts.refused"), cell: (row) => <Link className="num" to="/settings/data/$id" params={{ id: row.id }}>{row.counts.refused}</Link> },
            { key: "at", title: t("transfer.at"), quiet: true, cell: (row) => <Ago at={row.created_at} /> },
          ]}
        />
      )}</Loaded>
      {asking && <ImportForm close={() => setAsking(false)} received={(one) => void navigate({ to: "/settings/data/$id", params: { id: one.id } })} />}
    </Section>
  );
}
