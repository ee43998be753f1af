/** A count that may have been given up on ("1000+"): such a one is many, and is shown as it stands. */
export function counted(shown: number | string | undefined): { count: number; shown: number | string } {
  return { count: typeof shown === "number" ? shown : 2, shown: shown ?? "" };
}
