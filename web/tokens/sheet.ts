import { fontFamily, fontMono, measures, palettes, type Palette, type Theme } from "./tokens";

/** The style sheet form of the tokens. Dark follows the system unless the
 * page says `data-theme`, so that nothing flashes before scripts run. */
export function sheet(): string {
  return [
    "/* Written from tokens.ts by `npm test -- -u`; edit that file. */",
    block(":root", [...colours("light"), ...constants(), "color-scheme: light;"]),
    `@media (prefers-color-scheme: dark) {\n${indent(block(':root:not([data-theme="light"])', [...colours("dark"), "color-scheme: dark;"]))}\n}`,
    block(':root[data-theme="dark"]', [...colours("dark"), "color-scheme: dark;"]),
    "",
  ].join("\n");
}

function colours(theme: Theme): string[] {
  return Object.entries(palettes[theme] as Palette).map(([name, value]) => `--${kebab(name)}: ${value};`);
}

function constants(): string[] {
  const unitless = new Set(["leading", "leadingList"]);
  const sizes = Object.entries(measures).map(([name, value]) => {
    if (name.endsWith("Ms")) return `--${kebab(name.slice(0, -2))}: ${value}ms;`;
    return `--${kebab(name)}: ${value}${unitless.has(name) ? "" : "px"};`;
  });
  return [...sizes, `--font: ${fontFamily};`, `--font-mono: ${fontMono};`];
}

function block(selector: string, lines: string[]): string {
  return `${selector} {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
}

function indent(text: string): string {
  return text.split("\n").map((line) => `  ${line}`).join("\n");
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
