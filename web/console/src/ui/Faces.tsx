import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../words";
import { faultWords } from "../words/fault";

// The faces of a screen that has nothing to show yet.

export function Empty({ title, why, children, icon }: { title: string; why?: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="face">
      {icon && <div className="face-icon" aria-hidden>{icon}</div>}
      <h2 className="face-title">{title}</h2>
      {why && <p className="face-why">{why}</p>}
      {children && <div className="face-acts">{children}</div>}
    </div>
  );
}

interface FaultLike { code: string; detail: string; status: number }

export function Broken({ fault, retry, what }: { fault: FaultLike; retry?: () => void; what?: string }) {
  const { t } = useWords();
  return (
    <div className="face" role="alert">
      <h2 className="face-title">{what ?? t("face.broken")}</h2>
      <p className="face-why">{faultWords(t, fault)} {t("face.brokenMeans")}</p>
      {retry && <div className="face-acts"><Button onClick={retry}>{t("face.retry")}</Button></div>}
    </div>
  );
}

export function Refused({ who }: { who?: string }) {
  const { t } = useWords();
  return (
    <div className="face">
      <h2 className="face-title">{t("face.refused")}</h2>
      <p className="face-why">{who ?? t("face.refusedWho")}</p>
    </div>
  );
}

/** Grey lines in the shape of what is coming. */
export function Shimmer({ rows = 6, height = 20, gap = 12, label }: { rows?: number; height?: number; gap?: number; label?: string }) {
  const { t } = useWords();
  return (
    <div className="shimmer" role="status" aria-label={label ?? t("face.loading")} style={{ gap }}>
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} style={{ height, width: `${96 - ((at * 17) % 38)}%` }} />
      ))}
    </div>
  );
}
