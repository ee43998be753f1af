import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The browser of this machine, or "" where there is none. */
export function findChromium(): string {
  return find(process.env.ANLAN_E2E_CHROMIUM, "chromium", "chromium-browser", "google-chrome");
}

/** The same browser without windows, tabs and what else a person sees around a
 * page: a quarter quicker. It cannot be pushed to, and keeps sites in one process. */
export function findShell(): string {
  return find(process.env.ANLAN_E2E_SHELL, "chromium-headless-shell", "chrome-headless-shell");
}

function find(asked: string | undefined, ...names: string[]): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
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
