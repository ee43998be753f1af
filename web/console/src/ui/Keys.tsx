const isMac = /mac|iphone|ipad/i.test(navigator.platform);
const glyphs: Record<string, string> = { mod: isMac ? "⌘" : "Ctrl", alt: isMac ? "⌥" : "Alt", Enter: "↵", Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑" };

/** Shows a key as it is printed on this person's keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys" aria-hidden>
      {keys.split(" ").map((stroke) => (
        <kbd key={stroke}>{stroke.split("+").map((each) => glyphs[each] ?? each.toUpperCase()).join(isMac ? "" : "+")}</kbd>
      ))}
    </span>
  );
}
