import { Link } from "@tanstack/react-router";
import { useWords } from "../../words";
import "./tabs.css";

/** People and the organisations that they belong to stand side by side. */
export function Tabs() {
  const { t } = useWords();
  const common = { className: "tab", activeProps: { "aria-current": "page" as const, className: "is-here" }, activeOptions: { includeSearch: false, exact: true } };
  return (
    <nav className="tabs" aria-label={t("contactList.tabs")}>
      <Link to="/contacts" search={{}} {...common}>{t("contactList.people")}</Link>
      <Link to="/contacts/organisations" search={{}} {...common}>{t("organisations.title")}</Link>
    </nav>
  );
}
