import { useCallback, useState } from "react";

/** The width of a column as this person left it. */
export function useWidth(name: string, start: number, least: number, most: number): [number, (next: number) => void] {
  const key = `anlan.width.${name}`;
  const [width, setWidth] = useState(() => within(Number(localStorage.getItem(key)) || start, least, most));
  const change = useCallback((next: number) => {
    const kept = within(next, least, most);
    localStorage.setItem(key, String(kept));
    setWidth(kept);
  }, [key, least, most]);
  return [width, change];
}

function within(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)));
}
