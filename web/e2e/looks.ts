import { mkdir } from "node:fs/promises";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { obstacles } from "./axe";

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** For whoever wants to look at the screens: set a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.ANLAN_E2E_SCREENS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
}

/** By how much a page is wider than its window. */
export async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Nothing is pushed aside, and nobody stumbles. */
export async function looksWell(page: Page, name: string): Promise<void> {
  await picture(page, name);
  expect(await sideways(page), name).toBeLessThanOrEqual(0);
  expect(await obstacles(page), name).toEqual([]);
}
