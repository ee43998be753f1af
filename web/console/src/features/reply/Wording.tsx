import { EditOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState, type RefObject } from "react";
import { phrasing } from "../../api/phrasing";
import { Keys } from "../../ui/Keys";
import { useWords } from "../../words";
import { inOrder, nameOf, pieceOf } from "./advice";

const restMs = 500;

interface Props {
  conversation: string;
  text: string;
  swap: (piece: string, nth: number, by: string) => void;
  /** Where the box asks whether a key is for this. */
  keys: RefObject<((event: KeyboardEvent) => boolean) | null>;
}

/** One quiet line above the box: what is better said otherwise, and how. It holds nobody up. */
export default function Wording({ conversation, text, swap, keys }: Props) {
  const { t } = useWords();
  const [rested, setRested] = useState("");
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ["wording", conversation, rested], queryFn: ({ signal }) => phrasing.read(conversation, rested, signal),
    enabled: rested.trim() !== "", staleTime: Infinity, gcTime: 60_000, retry: false, placeholderData: (old) => old,
  });
  // Advice about words that changed since would be put in the wrong place.
  const marks = rested === text && query.data && !query.isPlaceholderData ? inOrder(query.data.items, text, away) : [];
  const mark = marks[0];
  const { piece, nth } = mark ? pieceOf(mark, text) : { piece: "", nth: 0 };
  const send = () => setAway((old) => new Set(old).add(nameOf(mark!, [...text])));
  const take = () => swap(piece, nth, mark!.suggestion);
  const can = mark !== undefined && mark.suggestion !== "";
  useEffect(() => {
    const box = keys;
    box.current = mark === undefined ? null : (event) => {
      if (event.key === "Escape") send();
      else if (event.key === "Enter" && event.altKey && can) take();
      else return false;
      return true;
    };
    return () => { box.current = null; };
  });
  if (!mark) return null;
  return (
    <div className={mark.weight === "advice" ? "strip advice" : "strip advice is-warn"} role="status" aria-label={t("advice.label")}>
      <EditOutlined aria-hidden />
      <span className="advice-what">{piece && <q>{piece}</q>} {t(`advice.rule.${mark.rule}`)}{can && <> → <b>{mark.suggestion.trim()}</b></>}</span>
      {marks.length > 1 && <span className="advice-more num">{t("advice.more", { count: marks.length - 1 })}</span>}
      {can && <Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={take} aria-keyshortcuts="Alt+Enter">{t(piece ? "advice.take" : "advice.add")} <Keys keys="alt+Enter" /></Button>}
      <Button size="small" type="text" onMouseDown={(event) => event.preventDefault()} onClick={send} aria-keyshortcuts="Escape">{t("advice.away")} <Keys keys="Escape" /></Button>
    </div>
  );
}
