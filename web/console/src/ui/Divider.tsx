import { useRef } from "react";

interface Props { label: string; width: number; least: number; most: number; onWidth: (next: number) => void; side?: "left" | "right" }

/** The line between two columns: drag it, or use the arrow keys. */
export function Divider({ label, width, least, most, onWidth, side = "left" }: Props) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const way = side === "left" ? 1 : -1;
  return (
    <div
      className="divider" role="separator" aria-orientation="vertical" aria-label={label} tabIndex={0}
      aria-valuenow={width} aria-valuemin={least} aria-valuemax={most}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (start.current) onWidth(start.current.width + way * (event.clientX - start.current.x));
      }}
      onPointerUp={() => { start.current = null; }}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") onWidth(width - way * 16);
        if (event.key === "ArrowRight") onWidth(width + way * 16);
      }}
    />
  );
}
