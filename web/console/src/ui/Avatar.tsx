const hues = [168, 200, 228, 262, 300, 338, 16, 40, 86, 130];

/** A letter on a quiet colour that stays the same for the same person. */
export function Avatar({ name, size = 32, mark }: { name: string; size?: number; mark?: string }) {
  const hue = hues[hash(name) % hues.length];
  return (
    <span className="avatar" style={{ width: size, height: size, fontSize: Math.round(size * 0.42), "--hue": hue } as React.CSSProperties} aria-hidden>
      {initial(name)}
      {mark && <span className={`avatar-mark is-${mark}`} />}
    </span>
  );
}

function initial(name: string): string {
  const trimmed = name.trim();
  return trimmed ? [...trimmed][0]!.toUpperCase() : "·";
}

function hash(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum;
}
