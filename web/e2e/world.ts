import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { expect, inject, onTestFailed } from "vitest";
import { openDesk, type Desk } from "./desk";
import { openShop, type Shop } from "./shop";
import type { Locale } from "./words";

const patienceMs = 30_000;

/** A desk, the shops that embed its chat, and the people who look at them. */
export class World {
  readonly faults: string[] = [];
  readonly #shops: Shop[] = [];
  readonly #contexts: BrowserContext[] = [];

  private constructor(readonly desk: Desk, readonly browser: Browser) {}

  static open(...flags: string[]): Promise<World> { return World.#in("quick", flags); }

  /** For what only a whole browser has: pushes, and a process for each site. */
  static openWhole(...flags: string[]): Promise<World> { return World.#in("whole", flags); }

  static async #in(browser: "quick" | "whole", flags: string[]): Promise<World> {
    const desk = await openDesk(...flags);
    return new World(desk, await chromium.connect(inject(browser)));
  }

  async shop(snippet: string): Promise<Shop> {
    const shop = await openShop(snippet);
    this.#shops.push(shop);
    return shop;
  }

  /** Somebody at a computer or phone of their own. */
  async person(locale: Locale, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      locale, timezoneId: "Asia/Shanghai", reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...options,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    this.#watch(page);
    return page;
  }

  /** What broke in a page although nobody saw it. */
  #watch(page: Page): void {
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on("console", (line) => {
      const text = line.text();
      // Refusals and lost connections are part of the stories; React's and the policy's complaints are not.
      if (line.type() === "error" && !/Failed to load resource|WebSocket connection|net::ERR_/.test(text)) this.faults.push(`${page.url()}: ${text}`);
    });
    const folder = process.env.ANLAN_E2E_PICTURES;
    if (folder) this.#picture(page, folder);
  }

  /** What a page showed when its test failed. Tests close their pages before
   * they are known to have failed, so it is taken at the latest then. */
  #picture(page: Page, folder: string): void {
    const context = page.context();
    const number = this.#contexts.indexOf(context);
    const take = () => page.screenshot().catch(() => undefined);
    const close = context.close.bind(context);
    let last: Buffer | undefined;
    context.close = async (options) => {
      last = await take();
      await close(options);
    };
    onTestFailed(async ({ task }) => {
      const picture = last ?? await take();
      if (picture) await writeFile(join(folder, `${task.name} ${number}.png`), picture);
    });
  }

  /** No page may have broken behind the scenes, but for what a story provokes. */
  expectCalm(but?: RegExp): void {
    expect(this.faults.splice(0).filter((fault) => !but?.test(fault))).toEqual([]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.browser.close();
    await Promise.all(this.#shops.map((shop) => shop.close()));
    await this.desk.stop();
  }
}
