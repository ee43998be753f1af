type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "keyCode">;

/** Enter sends, unless it chooses a word in an input method: some browsers say
 * so by isComposing, others (Safari, at the end of a composition) only by 229. */
export function sends(key: Key): boolean {
  if (key.key !== "Enter" || key.isComposing || key.keyCode === 229) return false;
  return !key.shiftKey && !key.altKey;
}
