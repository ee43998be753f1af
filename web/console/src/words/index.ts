import i18next, { type TFunction } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Locale = "zh-CN" | "en";
export type Words = TFunction;

export const locales: Locale[] = ["zh-CN", "en"];
const remembered = "anlan.locale";

type Catalogue = () => Promise<{ default: object }>;

/** What the desk says at first, what an open conversation says, and what only parts say that are fetched when somebody wants them. */
const catalogues: Record<Locale, Record<"now" | "talk" | "later", Catalogue>> = {
  "zh-CN": { now: () => import("./zh-CN.json?now"), talk: () => import("./zh-CN.json?talk"), later: () => import("./zh-CN.json?later") },
  en: { now: () => import("./en.json?now"), talk: () => import("./en.json?talk"), later: () => import("./en.json?later") },
};
type More = "talk" | "later";
const wanted = new Set<More>();
const brought = new Set<string>();

export function localeOf(text: string | null | undefined): Locale {
  return text?.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/** What this browser was last set to, or else what it asks for. */
export function firstLocale(): Locale {
  return localeOf(localStorage.getItem(remembered) ?? navigator.language);
}

export async function startWords(locale: Locale): Promise<void> {
  const catalogue = await catalogues[locale].now();
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: { translation: catalogue.default } },
    fallbackLng: false,
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false },
  });
  settle(locale);
}

export async function speak(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, "translation")) {
    i18next.addResourceBundle(locale, "translation", (await catalogues[locale].now()).default);
  }
  await Promise.all([...wanted].map((part) => bring(part, locale)));
  await i18next.changeLanguage(locale);
  settle(locale);
}

/** A part that says more than the desk does at first: its words come with it. */
export async function wordy<Part>(load: () => Promise<Part>): Promise<Part> {
  return withWords(["talk", "later"], load);
}

/** What says no more than an open conversation does. */
export async function talking<Part>(load: () => Promise<Part>): Promise<Part> {
  return withWords(["talk"], load);
}

async function withWords<Part>(parts: More[], load: () => Promise<Part>): Promise<Part> {
  parts.forEach((each) => wanted.add(each));
  const [part] = await Promise.all([load(), ...parts.map((each) => bring(each, localeOf(i18next.language)))]);
  return part;
}

async function bring(part: More, locale: Locale): Promise<void> {
  if (brought.has(part + locale)) return;
  i18next.addResourceBundle(locale, "translation", (await catalogues[locale][part]()).default, true, true);
  brought.add(part + locale);
}

function settle(locale: Locale): void {
  localStorage.setItem(remembered, locale);
  document.documentElement.lang = locale;
}

export function useWords(): { t: Words; locale: Locale } {
  const { t, i18n } = useTranslation();
  return { t, locale: localeOf(i18n.language) };
}

/** For the few places outside of React. */
export const words = (): Words => i18next.t;

export function has(key: string): boolean {
  return i18next.exists(key);
}

/** A name that people gave in both languages, or in one of them. */
export function nameIn(locale: Locale, names: Record<string, string>, otherwise = ""): string {
  return names[locale] || names[locale === "en" ? "zh-CN" : "en"] || otherwise;
}
