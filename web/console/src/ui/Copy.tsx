import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useWords } from "../words";

/** A value to take away: shown whole, selected by a click, copied by a button. */
export function Copy({ value, label, secret = false }: { value: string; label: string; secret?: boolean }) {
  const { t } = useWords();
  const [shown, setShown] = useState(!secret);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className="copy">
      <input readOnly aria-label={label} value={shown ? value : "•".repeat(24)} onFocus={(event) => event.currentTarget.select()} />
      {secret && <Button size="small" type="text" onClick={() => setShown(!shown)}>{t(shown ? "act.hide" : "act.show")}</Button>}
      <Button size="small" type="text" icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />} onClick={copy}>{t(copied ? "act.copied" : "act.copy")}</Button>
    </div>
  );
}
