import { CloseOutlined, DownOutlined, UpOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useDeferredValue, useEffect, useState, type KeyboardEvent } from "react";
import { api, asFault } from "../../api";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const most = 200;

/** Finds words in a conversation that is too long to be drawn whole, where the
 * browser's own search would miss most of it. */
export default function FindBar({ conversation, onHit, close }: { conversation: string; onHit: (message: string) => void; close: () => void }) {
  const { t } = useWords();
  const [q, setQ] = useState("");
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(q.trim());
  const query = useQuery({
    queryKey: keys.threadFind(conversation, asked), queryFn: ({ signal }) => api.messages.list(conversation, { q: asked, order: "desc", limit: most }, signal),
    enabled: asked !== "", staleTime: 10_000,
  });
  const hits = asked === "" ? [] : (query.data?.items ?? []);
  const here = hits[Math.min(at, hits.length - 1)]?.id ?? "";
  useEffect(() => { if (here) onHit(here); }, [here, onHit]);
  const step = (by: number) => {
    if (hits.length === 1) onHit(here); // again, for who has scrolled away
    else if (hits.length > 1) setAt((at + by + hits.length) % hits.length);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") close();
    else {
      if (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) event.stopPropagation(); // a second time it is the browser's own
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const said = asked === "" || query.isFetching ? "" : query.error ? faultWords(t, asFault(query.error))
    : hits.length === 0 ? t("find.none") : t(query.data?.next ? "find.atLeast" : "find.at", { at: Math.min(at, hits.length - 1) + 1, count: hits.length });
  return (
    <div className="find-bar" role="search" aria-label={t("find.label")} onKeyDown={pressed}>
      <input
        className="plain-box" type="search" autoFocus aria-label={t("find.label")} placeholder={t("find.label")} value={q} maxLength={200}
        onChange={(event) => { setQ(event.target.value); setAt(0); }}
      />
      <span className="num" role="status">{said}</span>
      <Button size="small" type="text" icon={<UpOutlined aria-hidden />} aria-label={t("find.older")} disabled={hits.length < 2} onClick={() => step(1)} />
      <Button size="small" type="text" icon={<DownOutlined aria-hidden />} aria-label={t("find.newer")} disabled={hits.length < 2} onClick={() => step(-1)} />
      <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} aria-label={t("find.close")} onClick={close} />
    </div>
  );
}
