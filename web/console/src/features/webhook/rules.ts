import type { Webhook } from "../../api";

/** Events in groups by what they are about, each group with its own "all of it". */
export function eventChoices(names: string[]): { topic: string; events: string[] }[] {
  const topics = [...new Set(names.map((name) => name.split(".")[0] ?? name))].filter((topic) => topic !== "webhook");
  return topics.map((topic) => ({ topic, events: [`${topic}.*`, ...names.filter((name) => name.startsWith(`${topic}.`))] }));
}

export type Health = "fine" | "new" | "failing" | "paused" | "gone";

/** How a webhook does, in one word. */
export function health(webhook: Webhook): Health {
  if (webhook.state === "paused") return webhook.paused_because === "gone" ? "gone" : "paused";
  if (webhook.failing_since) return "failing";
  return webhook.delivered_at ? "fine" : "new";
}
