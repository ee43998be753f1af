import type { Tour } from "../../api";

/** The first thing that has not happened yet. */
export function current(steps: Tour["steps"]): Tour["steps"][number] | undefined {
  return steps.find((each) => !each.done);
}

/** A page on which a customer would write; "" where there is none. */
export function addressToTry({ kind, key }: NonNullable<Tour["channel"]>): string {
  if (kind === "webchat") return `/try?channel=${encodeURIComponent(key)}`;
  return kind === "form" ? `/contact/${encodeURIComponent(key)}` : "";
}
