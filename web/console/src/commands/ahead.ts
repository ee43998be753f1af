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
