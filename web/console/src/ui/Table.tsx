import type { ReactNode } from "react";

export interface Column<Row> { key: string; title: string; cell: (row: Row) => ReactNode; align?: "end"; quiet?: boolean }

/** A plain table. On a phone every row becomes a card with its own labels. */
export function Table<Row>({ label, rows, columns, rowKey }: { label: string; rows: Row[]; columns: Column<Row>[]; rowKey: (row: Row) => string }) {
  return (
    <div className="table-frame">
      <table className="table" aria-label={label}>
        <thead><tr>{columns.map((column) => <th key={column.key} scope="col" className={column.align === "end" ? "is-end" : undefined}>{column.title}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => <td key={column.key} data-label={column.title} className={`${column.align === "end" ? "is-end" : ""}${column.quiet ? " is-quiet" : ""}`}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
