import type { Mark } from "../../api/phrasing";

const weights = ["grave", "warning", "advice"];

/** What a mark is about, so that what was sent away does not come back with the next letter. */
export const nameOf = (mark: Mark, letters: readonly string[]): string => `${mark.rule}:${letters.slice(mark.start, mark.end).join("")}`;

/** Marks in the order in which they are shown: what weighs most first, then as they are read. */
export function inOrder(marks: Mark[], text: string, away: ReadonlySet<string>): Mark[] {
  const letters = [...text];
  return marks
    .filter((each) => !away.has(nameOf(each, letters)))
    .toSorted((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight) || a.start - b.start);
}

/** The words of a mark, and how many that read the same stand before it. */
export function pieceOf(mark: Mark, text: string): { piece: string; nth: number } {
  const letters = [...text];
  const piece = letters.slice(mark.start, mark.end).join("");
  if (!piece) return { piece, nth: 0 };
  return { piece, nth: letters.slice(0, mark.start).join("").split(piece).length - 1 };
}
