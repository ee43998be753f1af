import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Drawer, Segmented } from "antd";
import { useState } from "react";
import { routing, type Wait, type WaitReport } from "../../api/routing";
import { keys } from "../../live";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Table } from "../../ui/Table";
import { useWords } from "../../words";
import { span } from "../../words/time";

const lengths = [1, 7, 30] as const;

/** What customers were told of their wait, and what it came to. */
export function WaitsDrawer({ close }: { close: () => void }) {
  const { t } = useWords();
  const [days, setDays] = useState<(typeof lengths)[number]>(7);
  const query = useQuery({ queryKey: keys.waits(days), queryFn: () => routing.waits(days) });
  return (
    <Drawer open size="large" title={t("waits.title")} onClose={close}>
      <div className="stack">
        <Segmented size="small" aria-label={t("waits.of")} value={days} onChange={setDays} options={lengths.map((each) => ({ value: each, label: t("waits.days", { count: each }) }))} />
        <Loaded query={query} refused={t("floor.refused")}>{(report) => report.points.length === 0 ? <Empty title={t("waits.none")} why={t("waits.noneWhy")} /> : <Shown report={report} />}</Loaded>
      </div>
    </Drawer>
  );
}

function Shown({ report }: { report: WaitReport }) {
  const { t } = useWords();
  const seconds = (of: number) => span(t, of * 1000);
  const { ours, last, first, usual } = report.root_mean_square_seconds;
  return (
    <>
      <p>{t("waits.sums", { count: report.waits, covered: Math.round(report.covered * 100) })}{report.unexpected > 0 && ` ${t("waits.unexpected", { count: report.unexpected })}`}</p>
      <Chart points={report.points} />
      {report.common > 0 && <>
        <h3>{t("waits.methods", { count: report.common })}</h3>
        <Table label={t("waits.methods", { count: report.common })} rows={[["ours", ours], ["first", first], ["last", last], ["usual", usual]] as const} rowKey={([name]) => name} columns={[
          { key: "method", title: t("waits.method"), cell: ([name]) => (name === "ours" ? <b>{t("waits.by.ours")}</b> : t(`waits.by.${name}`)) },
          { key: "error", title: t("waits.error"), align: "end", cell: ([, error]) => <span className="num">{seconds(error)}</span> },
        ]} />
      </>}
      <h3>{t("waits.each")}</h3>
      <Table label={t("waits.each")} rows={report.points.slice(0, 100)} rowKey={(row) => row.conversation_id + row.at} columns={[
        { key: "conversation", title: t("waits.conversation"), cell: (row) => <Link to="/desk/$view" params={{ view: "all" }} search={{ c: row.conversation_id }}>{t("waits.ahead", { count: row.ahead })}</Link> },
        { key: "said", title: t("waits.said"), align: "end", cell: (row) => <span className="num">{row.method === "none" ? "–" : `${seconds(row.half_seconds)} – ${seconds(row.most_seconds)}`}</span> },
        { key: "was", title: t("waits.was"), align: "end", cell: (row) => <span className="num">{seconds(row.seconds)}</span> },
      ]} />
    </>
  );
}

const width = 520;
const height = 300;
const edge = { left: 56, bottom: 36, top: 8, right: 8 };

/** Each wait as a point: expected to the right, real upwards. On the line, what was said came true; below it, it was shorter. */
function Chart({ points }: { points: Wait[] }) {
  const { t } = useWords();
  const known = points.filter((each) => each.method !== "none");
  const all = known.flatMap((each) => [each.mean_seconds, each.seconds]).toSorted((a, b) => a - b);
  const most = Math.max(all[Math.floor(all.length * 0.98)] ?? 0, 60);
  const x = (of: number) => edge.left + (Math.min(of, most) / most) * (width - edge.left - edge.right);
  const y = (of: number) => height - edge.bottom - (Math.min(of, most) / most) * (height - edge.bottom - edge.top);
  const marks = [0, 0.5, 1].map((each) => each * most);
  return (
    <svg className="waits-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("waits.chart", { count: known.length })}>
      {marks.map((each) => (
        <g key={each}>
          <line x1={edge.left} x2={width - edge.right} y1={y(each)} y2={y(each)} className="waits-grid" />
          <text x={edge.left - 6} y={y(each) + 4} textAnchor="end">{span(t, each * 1000)}</text>
          <text x={x(each)} y={height - edge.bottom + 16} textAnchor={each === most ? "end" : "middle"}>{span(t, each * 1000)}</text>
        </g>
      ))}
      <line x1={x(0)} y1={y(0)} x2={x(most)} y2={y(most)} className="waits-true" />
      {known.map((each) => <circle key={each.conversation_id + each.at} cx={x(each.mean_seconds)} cy={y(each.seconds)} r={3} className={each.seconds <= each.most_seconds ? "waits-point" : "waits-point is-late"} />)}
      <text x={(width + edge.left) / 2} y={height - 4} textAnchor="middle">{t("waits.expected")}</text>
      <text x={-(height - edge.bottom) / 2} y={12} transform="rotate(-90)" textAnchor="middle">{t("waits.real")}</text>
    </svg>
  );
}
