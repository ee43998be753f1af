import { useSyncExternalStore } from "react";

const tickMs = 20_000;
const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

/** One clock for every relative time on the screen, so that they turn together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!ticking) {
    now = Date.now();
    ticking = setInterval(() => {
      now = Date.now();
      listeners.forEach((each) => each());
    }, tickMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}
