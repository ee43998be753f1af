import type { ReactNode } from "react";
import type { OwnField } from "../../api";
import { useFields } from "../../live/people";
import { useWords } from "../../words";

interface Props { object: OwnField["object"]; frame: "panel-block" | "section"; title: string; children: (fields: OwnField[]) => ReactNode }

/** A house without fields of its own sees nothing of them. */
export function FieldFrame({ object, frame, title, children }: Props) {
  const { t } = useWords();
  const { data, error, refetch } = useFields();
  const fields = data?.items.filter((each) => each.object === object) ?? [];
  if (!error && fields.length === 0) return null;
  const Title = frame === "section" ? "h2" : "h3";
  return (
    <section className={`${frame} own-frame`} aria-label={title}>
      {frame === "section" ? <header className="section-head"><Title>{title}</Title></header> : <Title>{title}</Title>}
      {data ? children(fields) : <p className="panel-none">{t("fields.broken")} <button type="button" className="link" onClick={() => void refetch()}>{t("face.retry")}</button></p>}
    </section>
  );
}
