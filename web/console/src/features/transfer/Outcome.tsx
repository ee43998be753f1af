import { DownloadOutlined } from "@ant-design/icons";
import { api, type Import } from "../../api";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";

const counted = ["contacts", "conversations", "messages", "changed", "known", "refused", "undone"] as const;

/** What became of the rows, or would become of them. */
export function Outcome({ one, would }: { one: Import; would: boolean }) {
  const { t } = useWords();
  const shown = counted.filter((each) => one.counts[each] > 0 || each === "refused");
  return (
    <>
      <p>{t(would ? "transfer.would" : "transfer.became", { count: one.counts.done })}</p>
      <dl className="transfer-counts">{shown.map((each) => <div key={each} className={each === "refused" && one.counts.refused > 0 ? "is-late" : undefined}><dt>{t(`transfer.counts.${each}`)}</dt><dd className="num">{one.counts[each]}</dd></div>)}</dl>
      {one.problems.length > 0 && (
        <>
          <h3 className="transfer-head">{t("transfer.problems")}</h3>
          <Table
            label={t("transfer.problems")} rows={one.problems} rowKey={(row) => `${row.line} ${row.column}`}
            columns={[
              { key: "line", title: t("transfer.line"), cell: (row) => <span className="num">{row.line}</span> },
              { key: "column", title: t("transfer.column"), quiet: true, cell: (row) => row.column },
              { key: "why", title: t("transfer.why"), cell: (row) => row.detail },
            ]}
          />
          <p className="section-acts"><a className="as-button" href={api.imports.reportUrl(one.id)} download><DownloadOutlined aria-hidden /> {t("transfer.report")}</a></p>
          <p className="panel-none">{t("transfer.reportHint")}</p>
        </>
      )}
    </>
  );
}
