// What is typed while the screen that has a box for it is still on its way. It
// belongs into that box, and none of it may be taken for a command meanwhile.

const patienceMs = 4_000; // a screen that does not come gives the keys back

let typed: string | null = null;
let since = 0;

/** From now on letters are kept for the box that comes. */
export function keepTyping(now = performance.now()): void {
  typed = "";
  since = now;
}

/** Takes a key for that box; false where none is awaited, or the key is no letter of it. */
export function keptAhead(key: string, now: number): boolean {
  if (typed === null) return false;
  if (now - since > patienceMs) typed = null;
  else if (key === "Backspace") typed = typed.slice(0, -1);
  else if (key.length === 1) typed += key;
  else return false;
  return typed !== null;
}

/** What was typed so far, for the box that is here now. */
export function typedAhead(): string {
  const text = typed ?? "";
  typed = null;
  return text;
}

let awaited = 0; // screens on their way whose keys are known already
let held: string[] = [];

/** A screen whose keys people know is on its way: the first that is pressed is kept for it. */
export function awaitKeys(): () => void {
  awaited++;
  return () => {
    // Whoever takes its place offers its commands in the same breath; what they do not want is forgotten.
    setTimeout(() => { if (--awaited === 0) held = []; });
  };
}

/** Keeps the keys that mean nothing yet, pair first; what follows is not taken for a command meanwhile. */
export function heldForLater(keys: string[]): boolean {
  if (awaited === 0) return false;
  if (held.length === 0) held = keys.filter(Boolean);
  return true;
}

/** The keys that wait for a command, which find may know by now. */
export function ofHeld<T>(find: (keys: string) => T | undefined): T | undefined {
  for (const keys of held) {
    const found = find(keys);
    if (found !== undefined) {
      held = [];
      return found;
    }
  }
  return undefined;
}
