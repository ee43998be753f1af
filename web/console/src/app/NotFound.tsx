import { Link } from "@tanstack/react-router";
import { Empty } from "../ui/Faces";
import { useWords } from "../words";

export function NotFound() {
  const { t } = useWords();
  return <Empty title={t("face.notFound")} why={t("face.notFoundWhy")}><Link className="as-button" to="/">{t("face.toDesk")}</Link></Empty>;
}
