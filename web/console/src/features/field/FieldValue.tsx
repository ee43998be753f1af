import type { FieldOption, OwnField } from "../../api";
import { nameIn, useWords } from "../../words";
import { exact } from "../../words/time";

/** What a field says, for reading. */
export function FieldValue({ field, value }: { field: Pick<OwnField, "type" | "options">; value: unknown }) {
  const { t, locale } = useWords();
  switch (field.type) {
    case "yes_no":
      return <>{t(value ? "fields.yes" : "fields.no")}</>;
    case "choice":
    case "choices":
      return <span className="chosen-list">{(Array.isArray(value) ? value as string[] : [String(value)]).map((key) => <Chosen key={key} option={field.options.find((each) => each.key === key) ?? { key, names: {} }} />)}</span>;
    case "date":
      return <time dateTime={String(value)}>{new Date(`${String(value)}T00:00:00Z`).toLocaleDateString(locale, { timeZone: "UTC", dateStyle: "medium" })}</time>;
    case "date_time":
      return <time dateTime={String(value)}>{exact(locale, String(value))}</time>;
    default:
      return <>{String(value)}</>;
  }
}

/** An option with its colour; the word carries it, the colour only helps. */
export function Chosen({ option }: { option: FieldOption }) {
  const { locale } = useWords();
  return <span className="chosen">{option.colour && <i style={{ background: option.colour }} aria-hidden />}{nameIn(locale, option.names, option.key)}</span>;
}
