import { Input, Select } from "antd";
import type { OwnField } from "../../api";
import { nameIn, useWords } from "../../words";
import { instantOf, wallText } from "../../words/time";
import { Chosen } from "./FieldValue";

interface Props {
  field: Pick<OwnField, "type" | "options">;
  id?: string;
  label: string;
  value?: unknown;
  onChange?: (value: unknown) => void;
  /** A choice was made, or the box was left or confirmed. */
  settle?: (value: unknown) => void;
  autoFocus?: boolean;
  wrong?: string;
}

const modes = { number: "numeric", decimal: "decimal", url: "url", email: "email", phone: "tel" } as const;

/** The box that fits what a field holds. */
export default function FieldInput({ field, id, label, value, onChange = () => undefined, settle, autoFocus, wrong }: Props) {
  const { t, locale } = useWords();
  const told = { id, "aria-label": label, "aria-invalid": wrong ? true : undefined, "aria-describedby": wrong, autoFocus, status: wrong ? "error" as const : undefined };
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const left = settle && (() => settle(value));
  switch (field.type) {
    case "yes_no":
      return (
        <Select
          {...told} size="small" allowClear defaultOpen={autoFocus} style={{ width: "100%" }} value={typeof value === "boolean" ? value : undefined} onBlur={left}
          options={[{ value: true, label: t("fields.yes") }, { value: false, label: t("fields.no") }]} onChange={(now) => { onChange(now); settle?.(now); }}
        />
      );
    case "choice":
    case "choices": {
      const has = (key: string) => (Array.isArray(value) ? value.includes(key) : value === key);
      const options = field.options.filter((each) => !each.archived || has(each.key)).map((each) => ({ value: each.key, search: nameIn(locale, each.names, each.key), label: <Chosen option={each} /> }));
      return field.type === "choice"
        ? <Select {...told} size="small" allowClear showSearch={{ optionFilterProp: "search" }} defaultOpen={autoFocus} style={{ width: "100%" }} options={options} value={text || undefined} onBlur={left} onChange={(now) => { onChange(now); settle?.(now); }} />
        : <Select {...told} size="small" mode="multiple" showSearch={{ optionFilterProp: "search" }} defaultOpen={autoFocus} style={{ width: "100%" }} options={options} value={Array.isArray(value) ? value as string[] : []} onBlur={left} onChange={onChange} />;
    }
    case "date":
      return <Input {...told} size="small" type="date" max="9999-12-31" value={text} onChange={(event) => onChange(event.target.value)} onBlur={left} />;
    case "date_time":
      return <Input {...told} size="small" type="datetime-local" max="9999-12-31T23:59" value={text ? wallText(text) : ""} onChange={(event) => onChange(event.target.value ? instantOf(event.target.value) : "")} onBlur={left} />;
    case "long_text":
      return <Input.TextArea {...told} size="small" autoSize={{ minRows: 2, maxRows: 10 }} value={text} onChange={(event) => onChange(event.target.value)} onBlur={left} />;
    default:
      return <Input {...told} size="small" inputMode={field.type in modes ? modes[field.type as keyof typeof modes] : undefined} value={text} onChange={(event) => onChange(event.target.value)} onBlur={left} />;
  }
}
