import type { Locale as AntdLocale } from "antd/es/locale";
import type { Locale } from "../words";

/** antd's own texts, fetched with the language that is spoken. */
export async function antdWords(locale: Locale): Promise<AntdLocale> {
  const loaded = locale === "zh-CN" ? await import("antd/es/locale/zh_CN") : await import("antd/es/locale/en_US");
  return loaded.default;
}
