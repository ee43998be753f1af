import { describe, expect, test } from "vitest";
import { contrast } from "./contrast";
import { sheet } from "./sheet";
import { palettes, type Palette } from "./tokens";

test("the style sheet is written from the tokens", async () => {
  await expect(sheet()).toMatchFileSnapshot("./tokens.css");
});

// Every pair that carries words somewhere on a screen.
const pairs: [keyof Palette, keyof Palette][] = [
  ...(["paper", "shade", "deep", "hover", "chosen", "bubbleThem", "bubbleUs", "note", "warnSoft", "badSoft", "goodSoft"] as const).flatMap(
    (ground): [keyof Palette, keyof Palette][] => [["text", ground], ["textSoft", ground], ["textFaint", ground]],
  ),
  ["accentText", "paper"], ["accentText", "shade"], ["accentText", "accentSoft"], ["accentText", "chosen"],
  ["accentText", "bubbleUs"], ["accentText", "bubbleThem"],
  ["onAccent", "accent"], ["onAccent", "accentHover"],
  ["warn", "paper"], ["warn", "warnSoft"], ["warn", "shade"], ["warn", "note"], ["warn", "chosen"], ["warn", "hover"],
  ["bad", "paper"], ["bad", "badSoft"], ["bad", "bubbleUs"], ["good", "paper"], ["good", "goodSoft"], ["text", "hit"],
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(pairs)("%s reads well on %s", (text, ground) => {
    expect(contrast(palettes[theme][text], palettes[theme][ground])).toBeGreaterThanOrEqual(4.5);
  });
});
