import type { Contact } from "../../api";
import { has, useWords } from "../../words";

/** What other systems told us about somebody. */
export function Attributes({ contact }: { contact: Contact }) {
  const { t, locale } = useWords();
  const languages = new Intl.DisplayNames([locale], { type: "language", fallback: "code" });
  const label = (name: string) => (has(`attribute.${name}`) ? t(`attribute.${name}`) : spaced(name));
  const shown = (value: unknown): string => {
    if (typeof value === "boolean") return t(value ? "fields.yes" : "fields.no");
    if (Array.isArray(value)) return value.map(shown).join(t("list.and"));
    if (typeof value === "object" && value !== null) return Object.entries(value).map(([name, each]) => `${label(name)}: ${shown(each)}`).join(" · ");
    return value === null ? "–" : String(value as string | number);
  };
  const known: [string, string][] = [];
  if (contact.locale) known.push([t("contact.locale"), languageName(languages, contact.locale)]);
  if (contact.time_zone) known.push([t("contact.timeZone"), contact.time_zone]);
  for (const [name, value] of Object.entries(contact.attributes)) {
    known.push([label(name), shown(value)]);
  }
  if (known.length === 0) return <p className="panel-none">{t("contact.noAttributes")}</p>;
  return <dl className="pairs">{known.map(([name, value]) => <div key={name}><dt>{name}</dt><dd title={value}>{value}</dd></div>)}</dl>;
}

function languageName(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A name as programs write it, as people would: student_id and lastLogin. */
function spaced(name: string): string {
  const words = name.replaceAll(/[_-]+/g, " ").replaceAll(/([a-z\d])([A-Z])/g, (_found, end: string, start: string) => `${end} ${start.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
