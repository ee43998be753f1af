import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of this machine, or "" where there is none. */
export function findChromium(): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  const asked = process.env.ANLAN_E2E_CHROMIUM;
  return [asked, ...folders.flatMap((folder) => names.map((name) => join(folder, name)))].find((path) => path && runs(path)) ?? "";
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Nothing leaves the machine: no updates, no sign-in, no guesses at names. */
export const chromiumArgs = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run",
  "--disable-component-update", "--disable-sync",
];
