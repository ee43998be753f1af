import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Frame, Page } from "playwright-core";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }

/** What somebody who cannot see or point well would stumble over. */
export async function obstacles(where: Page | Frame): Promise<string[]> {
  await where.evaluate(await source);
  const found = await where.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } }).axe;
    return (await axe.run({ resultTypes: ["violations"], iframes: false })).violations;
  });
  return found
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`));
}
