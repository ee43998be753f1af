import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { api, asFault, type FieldChange, type OwnField } from "../../api";
import { FieldForm } from "../../features/field/FieldForm";
import { Chosen, FieldValue } from "../../features/field/FieldValue";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { nameIn, useWords } from "../../words";
import { faultWords } from "../../words/fault";

const objects = ["contact", "conversation", "organisation"] as const;

/** What the house wants to know about contacts and conversations. */
export default function Fields() {
  const { t } = useWords();
  const { permissions } = useMe();
  const [archived, setArchived] = useState(false);
  const [editing, setEditing] = useState<{ field: OwnField | null; object: OwnField["object"] } | null>(null);
  const query = useQuery({ queryKey: [...keys.fields, archived], queryFn: () => api.fields.list(archived) });
  const mayAdd = permissions.includes("field.manage");
  return (
    <Page title={t("settings.fields")} lead={t("fieldSettings.lead")} wide acts={mayAdd && <Button type="primary" onClick={() => setEditing({ field: null, object: "contact" })}>{t("fieldSettings.add")}</Button>}>
      <Loaded query={query} refused={t("fieldSettings.refused")}>{(page) => (
        <>
          {page.items.length === 0 && !archived
            ? <Empty title={t("fieldSettings.empty")} why={t(mayAdd ? "fieldSettings.emptyWhy" : "fieldSettings.emptyOthers")} />
            : objects.map((object) => (
              <Section key={object} title={t(`fieldSettings.objects.${object}`)} acts={mayAdd && <Button size="small" onClick={() => setEditing({ field: null, object })}>{t(`fieldSettings.addOf.${object}`)}</Button>}>
                <Rows object={object} fields={page.items.filter((each) => each.object === object)} edit={(field) => setEditing({ field, object })} />
              </Section>
            ))}
          <Checkbox checked={archived} onChange={(event) => setArchived(event.target.checked)}>{t("fieldSettings.showArchived")}</Checkbox>
        </>
      )}</Loaded>
      {!mayAdd && <p className="panel-none">{t("fieldSettings.whoManages")}</p>}
      {editing && <FieldForm field={editing.field} object={editing.object} close={() => setEditing(null)} />}
    </Page>
  );
}

function Rows({ object, fields, edit }: { object: OwnField["object"]; fields: OwnField[]; edit: (field: OwnField) => void }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ field, to }: { field: OwnField; to: FieldChange }) => api.fields.change(field.id, { ...to, version: field.version }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
    onSettled: () => client.invalidateQueries({ queryKey: keys.fields }),
  });
  if (fields.length === 0) return <p className="panel-none">{t(`fieldSettings.noneOf.${object}`)}</p>;
  const move = (at: number, to: OwnField | undefined) => to && change.mutate({ field: fields[at]!, to: { position: to.position } });
  const name = (field: OwnField) => nameIn(locale, field.names, field.key);
  return (
    <Table
      label={t(`fieldSettings.objects.${object}`)} rows={fields} rowKey={(row) => row.id}
      columns={[
        { key: "name", title: t("fieldSettings.name"), cell: (row) => <span className="field-name"><b className={row.archived ? "faint" : undefined}>{name(row)}</b><code>{row.key}</code></span> },
        { key: "type", title: t("fieldSettings.type"), cell: (row) => <><span>{t(`fieldSettings.types.${row.type}`)}</span>{row.archived && <> <span className="tag">{t("fieldSettings.archived")}</span></>}{row.required && <> <span className="tag is-accent">{t("fieldSettings.requiredShort")}</span></>}</> },
        { key: "takes", title: t("fieldSettings.takes"), quiet: true, cell: (row) => <Takes field={row} /> },
        {
          key: "acts", title: t("table.acts"), align: "end", cell: (row) => {
            const at = fields.indexOf(row);
            return row.can.change && (
              <span className="row-acts">
                <Button size="small" type="text" icon={<UpOutlined aria-hidden />} aria-label={t("fieldSettings.up", { name: name(row) })} disabled={at === 0 || change.isPending} onClick={() => move(at, fields[at - 1])} />
                <Button size="small" type="text" icon={<DownOutlined aria-hidden />} aria-label={t("fieldSettings.down", { name: name(row) })} disabled={at === fields.length - 1 || change.isPending} onClick={() => move(at, fields[at + 1])} />
                <Button size="small" onClick={() => edit(row)}>{t("act.edit")}</Button>
                <Button size="small" type="text" onClick={() => change.mutate({ field: row, to: { archived: !row.archived } })}>{t(row.archived ? "fieldSettings.takeBack" : "fieldSettings.archive")}</Button>
              </span>
            );
          },
        },
      ]}
    />
  );
}

const optionsShown = 6;

/** Options or bounds, and what new ones begin with. */
function Takes({ field }: { field: OwnField }) {
  const { t } = useWords();
  const { min, max, min_length, max_length, pattern } = field.bounds;
  const options = field.options.filter((each) => !each.archived);
  const parts = [
    min === undefined ? "" : t("fieldSettings.atLeast", { limit: min }), max === undefined ? "" : t("fieldSettings.atMost", { limit: max }),
    min_length ? t("fieldSettings.longerThan", { count: min_length }) : "", max_length ? t("fieldSettings.shorterThan", { count: max_length }) : "",
  ].filter((each) => each !== "");
  return (
    <span className="field-takes">
      {options.length > 0 && <span className="chosen-list">{options.slice(0, optionsShown).map((each) => <Chosen key={each.key} option={each} />)}{options.length > optionsShown && <span>{t("fieldSettings.moreOptions", { count: options.length - optionsShown })}</span>}</span>}
      {parts.map((each) => <span key={each}>{each}</span>)}
      {pattern && <code>{pattern}</code>}
      {field.default !== null && <span>{t("fieldSettings.begins")} <FieldValue field={field} value={field.default} /></span>}
    </span>
  );
}
