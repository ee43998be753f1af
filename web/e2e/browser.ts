import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { chromiumArgs, findChromium } from "./chromium";

declare module "vitest" {
  export interface ProvidedContext { browser: string }
}

/** One browser for all files: starting it takes longer than most tests. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({ executablePath: findChromium(), args: chromiumArgs, host: "127.0.0.1" });
  project.provide("browser", server.wsEndpoint());
  return () => server.close();
}
