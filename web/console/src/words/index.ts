import i18next, { type TFunction } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Locale = "zh-CN" | "en";
export type Words = TFunction;

export const locales: Locale[] = ["zh-CN", "en"];
const remembered = "anlan.locale";

const catalogues: Record<Locale, () => Promise<{ default: object }>> = {
  "zh-CN": () => import("./zh-CN.json"),
  en: () => import("./en.json"),
};

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
  await i18next.changeLanguage(locale);
  settle(locale);
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
