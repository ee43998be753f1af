import { Select } from "antd";
import type { Import } from "../../api";
import { useFields } from "../../live/people";
import { Table } from "../../ui/Table";
import { nameIn, useWords } from "../../words";

/** What each column fills; guessed by its name, and corrected here. */
export function Mapping({ one, mapping, onMapping }: { one: Import; mapping: string[]; onMapping: (mapping: string[]) => void }) {
  const { t, locale } = useWords();
  const object = one.kind === "conversations" ? "conversation" : "contact";
  const fields = useFields().data?.items.filter((each) => each.object === object) ?? [];
  const rows = one.columns.map((column, at) => ({ ...column, at }));
  const choices = (name: string, means: string) => [
    { label: t("transfer.known"), options: one.meanings.map((each) => ({ value: each, label: t(`transfer.means.${each}`) })) },
    ...(fields.length > 0 ? [{ label: t("settings.fields"), options: fields.map((each) => ({ value: `field:${each.key}`, label: nameIn(locale, each.names, each.key) })) }] : []),
    ...(object === "contact" ? [{ label: t("transfer.attributes"), options: [...new Set([`attribute:${name}`, ...(means.startsWith("attribute:") ? [means] : [])])].map((each) => ({ value: each, label: t("transfer.asAttribute", { name: each.slice("attribute:".length) }) })) }] : []),
  ].map((group) => ({ ...group, title: group.label, options: group.options.map((each) => ({ ...each, disabled: each.value !== means && mapping.includes(each.value) })) }));
  return (
    <Table
      label={t("transfer.mapping")} rows={rows} rowKey={(row) => String(row.at)}
      columns={[
        { key: "name", title: t("transfer.column"), cell: (row) => <b>{row.name || t("transfer.nameless", { at: row.at + 1 })}</b> },
        { key: "samples", title: t("transfer.samples"), quiet: true, cell: (row) => <span className="transfer-samples">{row.samples.filter((each) => each !== "").slice(0, 3).join(" · ")}</span> },
        {
          key: "means", title: t("transfer.fills"), cell: (row) => (
            <Select
              className="transfer-means" allowClear showSearch={{ optionFilterProp: "label" }} disabled={!one.can.map} aria-label={t("transfer.fillsOf", { name: row.name })} placeholder={t("transfer.leftOut")}
              value={mapping[row.at] || undefined} options={choices(row.name, mapping[row.at] ?? "")} onChange={(now: string | undefined) => onMapping(mapping.map((each, at) => (at === row.at ? now ?? "" : each)))}
            />
          ),
        },
      ]}
    />
  );
}
