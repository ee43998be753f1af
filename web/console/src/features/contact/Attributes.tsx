import type { Contact } from "../../api";
import { has, useWords } from "../../words";

/** What other systems told us about somebody. */
export function Attributes({ contact }: { contact: Contact }) {
  const { t, locale } = useWords();
  const languages = new Intl.DisplayNames([locale], { type: "language", fallback: "code" });
  const known: [string, string][] = [];
  if (contact.locale) known.push([t("contact.locale"), languageName(languages, contact.locale)]);
  if (contact.time_zone) known.push([t("contact.timeZone"), contact.time_zone]);
  for (const [name, value] of Object.entries(contact.attributes)) {
    known.push([has(`attribute.${name}`) ? t(`attribute.${name}`) : name, typeof value === "object" ? JSON.stringify(value) : String(value)]);
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
