import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { chromiumArgs, findChromium, findShell } from "./chromium";

declare module "vitest" {
  export interface ProvidedContext { quick: string; whole: string }
}

/** One browser for all files: starting it takes longer than most tests. The quick
 * one is Chromium without its own windows, where there is one. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const launch = (executablePath: string) => chromium.launchServer({ executablePath, args: chromiumArgs, host: "127.0.0.1" });
  const whole = await launch(findChromium());
  const shell = findShell();
  const quick = shell ? await launch(shell) : whole;
  project.provide("whole", whole.wsEndpoint());
  project.provide("quick", quick.wsEndpoint());
  return async () => { await Promise.all([whole, quick].map((server) => server.close())); };
}
