import { SyncOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useOthers } from "../live";
import { useWords } from "../words";

const patienceMs = 1_500;

/** A quiet line while we do not hear of news; a blink is not worth a word. */
export function LinkLine() {
  const { t } = useWords();
  const lost = useOthers((others) => others.link === "lost");
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (!lost) {
      setTold(false);
      return;
    }
    const timer = setTimeout(() => setTold(true), patienceMs);
    return () => clearTimeout(timer);
  }, [lost]);
  return <div role="status" aria-live="polite">{told && <p className="link-line"><SyncOutlined spin aria-hidden /> {t("shell.reconnecting")}</p>}</div>;
}
