// Two languages, chosen by the page or by the browser.

export type Locale = "zh-CN" | "en";

export function chooseLocale(wanted: string, browser: readonly string[] = globalThis.navigator?.languages ?? []): Locale {
  const asked = wanted && wanted !== "auto" ? [wanted] : browser;
  for (const language of asked) {
    if (/^zh\b/i.test(language)) return "zh-CN";
    if (/^en\b/i.test(language)) return "en";
  }
  return "en";
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
