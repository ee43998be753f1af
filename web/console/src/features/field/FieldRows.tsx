import { ExportOutlined } from "@ant-design/icons";
import { lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { asFault, type FieldValues, type OwnField } from "../../api";
import { nameIn, useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { FieldValue } from "./FieldValue";
import { given, isBlank, isSame, parted } from "./rules";

// The boxes weigh more than all the rest of the panel, and most people only read.
const FieldInput = lazy(() => import("./FieldInput"));

export interface Needed { key: string; times: number }

interface Props { fields: OwnField[]; values: FieldValues; may: boolean; save: (values: FieldValues) => Promise<unknown>; needed?: Needed }

/** Fields with their values; each is changed where it stands. */
export function FieldRows({ fields, values, may, save, needed }: Props) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const { first, rest } = parted(fields, values);
  return (
    <>
      <dl className="pairs own-fields">
        {(all ? fields : first).map((field) => <Row key={field.id} field={field} value={values[field.key]} may={may} save={save} asked={needed?.key === field.key ? needed.times : 0} />)}
      </dl>
      {rest.length > 0 && <button type="button" className="link own-more" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("fields.less") : t("fields.more", { count: rest.length })}</button>}
    </>
  );
}

interface RowProps { field: OwnField; value: unknown; may: boolean; save: Props["save"]; asked: number }

function Row({ field, value, may, save, asked }: RowProps) {
  const { t, locale } = useWords();
  const id = useId();
  const [draft, setDraft] = useState<unknown>();
  const [editing, setEditing] = useState(false);
  const [saving, setSaving] = useState(false);
  const [wrong, setWrong] = useState<{ text: string; of: unknown } | null>(null);
  const [answered, setAnswered] = useState(0);
  const button = useRef<HTMLButtonElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  const name = nameIn(locale, field.names, field.key);

  const begin = () => { setDraft(value); setWrong(null); setEditing(true); };
  const end = () => { setEditing(false); setWrong(null); };
  useEffect(() => {
    if (!editing && byKey.current) button.current?.focus();
    byKey.current = false;
  }, [editing]);
  if (asked > answered && may) {
    setAnswered(asked);
    begin();
    setWrong({ text: t("fields.needed"), of: value });
  }
  useEffect(() => { if (asked > 0) row.current?.scrollIntoView({ block: "nearest" }); }, [asked]);

  const settle = (now: unknown) => {
    if (saving) return;
    if (isSame(now, value)) { if (!wrong || isSame(now, wrong.of) === false) end(); return; }
    if (wrong && isSame(now, wrong.of)) return; // refused already; it stays until it is mended or given up
    setSaving(true);
    save({ [field.key]: given(now) }).then(end, (cause: unknown) => setWrong({ text: faultWords(t, asFault(cause)), of: now })).finally(() => setSaving(false));
  };
  const pressed = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      byKey.current = true;
      end();
    }
    const confirms = event.key === "Enter" && (field.type === "long_text" ? event.ctrlKey || event.metaKey : field.type !== "choice" && field.type !== "choices" && field.type !== "yes_no");
    if (confirms) {
      event.stopPropagation();
      event.preventDefault();
      byKey.current = true;
      settle(draft);
    }
  };
  const isMissing = field.required && isBlank(value);
  return (
    <div ref={row}>
      <dt id={`${id}name`} title={name}>{name}{field.required && <span className="own-required" title={t("fields.requiredHint")} aria-hidden>{" *"}</span>}</dt>
      <dd>
        {editing ? (
          <div className="own-edit" onKeyDown={pressed}>
            <Suspense fallback={<span className="own-button">{isBlank(value) ? "" : <FieldValue field={field} value={value} />}</span>}>
              <FieldInput field={field} label={name} value={draft} onChange={setDraft} settle={settle} autoFocus wrong={wrong ? `${id}wrong` : undefined} />
            </Suspense>
            {wrong && (
              <p className="own-wrong" role="alert" id={`${id}wrong`}>
                {wrong.text}{" "}
                <button type="button" className="link" onMouseDown={(event) => event.preventDefault()} onClick={() => { byKey.current = true; end(); }}>{t("fields.giveUp")}</button>
              </p>
            )}
          </div>
        ) : (
          <span className="own-value">
            {may
              ? <button ref={button} id={`${id}value`} type="button" className={isBlank(value) ? "own-button is-blank" : "own-button"} aria-labelledby={`${id}name ${id}value`} onClick={begin}>{isBlank(value) ? t(isMissing ? "fields.missing" : "fields.set") : <FieldValue field={field} value={value} />}</button>
              : isBlank(value) ? <span className="panel-none">{t("fields.blank")}</span> : <FieldValue field={field} value={value} />}
            {field.type === "url" && !isBlank(value) && <a href={String(value)} target="_blank" rel="noreferrer noopener" aria-label={t("fields.open", { name })}><ExportOutlined aria-hidden /></a>}
          </span>
        )}
      </dd>
    </div>
  );
}
