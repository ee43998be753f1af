import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { findChromium } from "./chromium.ts";

const has = findChromium() !== "";
if (!has && process.env.CI === "true") throw new Error("e2e: Chromium is not installed, and CI has to run the browser tests");
// eslint-disable-next-line no-console -- one line to whoever runs the tests
if (!has) console.log("e2e: Chromium is not installed, so the browser tests are left out (apt-get install chromium)");

/** The tests in a real browser against a real server. `--mode screenshots`
 * takes the pictures of the README instead. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(".", import.meta.url)),
  cacheDir: fileURLToPath(new URL("../node_modules/.vite-e2e", import.meta.url)),
  test: {
    environment: "node",
    include: has ? [mode === "screenshots" ? "screenshots.ts" : "*.test.ts"] : [],
    passWithNoTests: true,
    globalSetup: has ? "./browser.ts" : undefined,
    // A browser mostly waits: two files at a time take half as long as one after the other.
    maxWorkers: 2,
    // A slow and busy machine is not a failure; what hangs is.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
}));
