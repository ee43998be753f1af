/** The time zones this browser knows. */
export function zones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}
