import i18next, { type TFunction } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Locale = "zh-CN" | "en";
export type Words = TFunction;

export const locales: Locale[] = ["zh-CN", "en"];
const remembered = "anlan.locale";

type Catalogue = () => Promise<{ default: object }>;

const catalogues: Record<Locale, Catalogue> = {
  "zh-CN": () => import("./zh-CN.json?now"),
  en: () => import("./en.json?now"),
};

/** What only parts say that are fetched when somebody wants them. */
const rest: Record<Locale, Catalogue> = {
  "zh-CN": () => import("./zh-CN.json?later"),
  en: () => import("./en.json?later"),
};
const complete = new Set<Locale>();
let wanted = false;

export function localeOf(text: string | null | undefined): Locale {
  return text?.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/** What this browser was last set to, or else what it asks for. */
export function firstLocale(): Locale {
  return localeOf(localStorage.getItem(remembered) ?? navigator.language);
}

export async function startWords(locale: Locale): Promise<void> {
  const catalogue = await catalogues[locale]();
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
    i18next.addResourceBundle(locale, "translation", (await catalogues[locale]()).default);
  }
  if (wanted) await addRest(locale);
  await i18next.changeLanguage(locale);
  settle(locale);
}

/** A part that says more than the desk does at first: its words come with it. */
export async function wordy<Part>(load: () => Promise<Part>): Promise<Part> {
  wanted = true;
  const [part] = await Promise.all([load(), addRest(localeOf(i18next.language))]);
  return part;
}

async function addRest(locale: Locale): Promise<void> {
  if (complete.has(locale)) return;
  i18next.addResourceBundle(locale, "translation", (await rest[locale]()).default, true, true);
  complete.add(locale);
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
