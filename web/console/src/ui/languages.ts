/** Languages that customers in our part of the world write in, named in the
 * language of the screen. */
const tags = ["zh-CN", "zh-TW", "zh-HK", "en", "ms", "id", "th", "vi", "fil", "ja", "ko", "hi", "ta", "ar", "fr", "de", "es", "pt", "it", "nl", "ru", "tr", "pl", "uk"];

export function languages(locale: string, more: string[] = []): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return [...new Set([...tags, ...more])].map((tag) => ({ value: tag, label: names.of(tag) ?? tag }));
}
