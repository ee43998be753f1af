import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Copy } from "../../ui/Copy";
import { useWords } from "../../words";
import "./factor.css";

/** Ten codes, shown this once. */
export function RecoveryCodes({ codes, stored }: { codes: string[]; stored: () => void }) {
  const { t } = useWords();
  const text = codes.join("\n");
  return (
    <div className="stack">
      <ol className="factor-codes" aria-label={t("factor.codesTitle")}>{codes.map((code) => <li key={code} className="mono">{code}</li>)}</ol>
      <Copy label={t("factor.codesTitle")} value={codes.join("  ")} />
      <div className="row-acts">
        <Button icon={<DownloadOutlined aria-hidden />} href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${t("factor.codesFile", { address: location.host })}\n\n${text}\n`)}`} download="anlan-recovery-codes.txt">{t("factor.download")}</Button>
        <Button type="primary" onClick={stored}>{t("factor.stored")}</Button>
      </div>
    </div>
  );
}
