import { useEffect, useRef, useState } from "react";

const quietMs = 250;

/** Words in a box that become the address when their writer pauses. */
export function useTyped(settled: string, settle: (words: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(settled);
  const latest = useRef({ settled, settle });
  useEffect(() => { latest.current = { settled, settle }; });
  useEffect(() => {
    if (text.trim() === latest.current.settled) return; // else it would call back whoever has just gone on to a card
    const timer = setTimeout(() => latest.current.settle(text.trim()), quietMs);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
