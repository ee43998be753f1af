import { useWords } from "../../words";
import { filterKeys, withFilter, type FilterKey, type Stray } from "./rules";

const examples = ["state", "unassigned", "tag", "from", "has", "kind", "exact"] as const;

/** What can be typed besides words, each ready to be taken. */
export function SearchHints({ add }: { add: (text: string) => void }) {
  const { t } = useWords();
  return (
    <dl className="search-hints" aria-label={t("search.hints")}>
      {examples.map((each) => (
        <div key={each}>
          <dt><button type="button" className="as-code" onClick={() => add(t(`search.hint.${each}`))}>{t(`search.hint.${each}`)}</button></dt>
          <dd>{t(`search.hintMeans.${each}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What looked like a filter and is none: it was searched for as words. */
export function Strays({ strays }: { strays: Stray[] }) {
  const { t } = useWords();
  const word = (key: FilterKey) => t(`search.word.key.${key}`);
  const list = (words: string[]) => words.join(t("search.comma"));
  const values: Partial<Record<FilterKey, string[]>> = { state: ["open", "waiting", "snoozed", "resolved"], kind: ["inbound", "reply", "note"], has: ["attachment"] };
  if (strays.length === 0) return null;
  return (
    <div className="search-strays" role="status">
      <ul>{strays.map(({ text, name, value, key }) => (
        <li key={text}>
          {!key && t("search.strayKey", { name, all: list(filterKeys.map(word)) })}
          {key && values[key] && t("search.strayValue", { name, value, all: list(values[key].map((each) => t(`search.word.${key}.${each}`))) })}
          {key && !values[key] && t(key === "from" || key === "to" ? "search.strayTime" : "search.strayName", { name, value, example: withFilter("", word(key), "7d") })}
        </li>
      ))}</ul>
    </div>
  );
}
