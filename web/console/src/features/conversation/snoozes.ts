export interface Snooze { name: "hour" | "evening" | "tomorrow" | "monday"; until: Date }

const hourMs = 3_600_000;

/** The usual times to come back to something, in the person's own days. Those
 * that have passed or are too near to be of use are left out. */
export function snoozes(now: Date): Snooze[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const monday = ((8 - now.getDay()) % 7) || 7;
  const all: Snooze[] = [
    { name: "hour", until: new Date(now.getTime() + hourMs) },
    { name: "evening", until: at(0, 17) },
    { name: "tomorrow", until: at(1, 9) },
    { name: "monday", until: at(monday, 9) },
  ];
  return all.filter((each) => each.name === "hour" || each.until.getTime() - now.getTime() > 1.5 * hourMs)
    .filter((each) => each.name !== "monday" || monday > 1);
}
