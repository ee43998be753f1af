// Finding things: a search that is narrowed by chips and by typing, own statuses,
// the rooms of the settings on a phone, and a long conversation.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { wordsOf } from "./words";
import { World } from "./world";

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

const says = (api: Api, channel: Channel, id: string, name: string, text: string, sent?: string) =>
  api.post<{ conversation_id: string; message_id: string }>(`/v1/inbound/${channel.key}`, { external_id: id, text, sent_at: sent, sender: { external_id: name, name } });

const typed = { en: "state:open assignee:me refund", "zh-CN": "状态:待处理 负责人:我 refund" };

describe.each(["en", "zh-CN"] as const)("%s", (locale) => {
  const words = wordsOf(locale);

  test("a search is narrowed by typing and by chips", async () => {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
    const mine = await says(api, channel, "1", "Ann", "where is my refund");
    const other = await says(api, channel, "2", "Bob", "a refund please");
    await api.post(`/v1/conversations/${mine.conversation_id}/assignment`, { assignee: "me" });
    await api.post(`/v1/conversations/${other.conversation_id}/resolution`, {});
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    const { page } = agent;
    await page.goto(`${api.url}/search`);
    const hits = page.getByRole("list", { name: words.desk("search.results") }).getByRole("link");
    const filters = page.getByRole("group", { name: words.desk("search.filters") });
    const box = page.getByLabel(words.desk("search.label"));

    await box.fill("refund");
    await expect.poll(() => hits.count()).toBe(2);
    await box.fill(typed[locale]);
    await expect.poll(() => hits.count()).toBe(1);
    expect(await hits.first().textContent()).toContain("Ann");
    expect(await page.locator("mark").first().textContent()).toBe("refund");
    expect(await filters.locator(".chip").count()).toBe(2);
    expect(await obstacles(page)).toEqual([]);

    await filters.getByRole("button", { name: words.desk("search.clearAll") }).click();
    await expect.poll(() => hits.count()).toBe(2);
    await filters.getByRole("button", { name: words.desk("search.addFilter", { name: words.desk("search.by.state") }) }).click();
    await page.getByRole("menuitem", { name: words.desk("state.resolved") }).click();
    await expect.poll(() => hits.count()).toBe(1);
    expect(await hits.first().textContent()).toContain("Bob");
    expect(await box.inputValue()).toContain(words.desk("search.word.state.resolved"));

    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await obstacles(page)).toEqual([]);
    world.expectCalm();
  });

  test("what can be typed is shown, what is no filter is said, and the arrows go through what was found", async () => {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
    for (const [id, name] of [["1", "Ann"], ["2", "Bob"]] as const) await says(api, channel, id, name, `${name} asks for a refund`);
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    const { page } = agent;
    await page.goto(`${api.url}/search`);
    const hits = page.getByRole("list", { name: words.desk("search.results") }).getByRole("link");
    const box = page.getByLabel(words.desk("search.label"));
    await page.getByRole("button", { name: words.desk("search.hint.state"), exact: true }).click();
    await expect.poll(() => hits.count()).toBe(2);
    expect(await box.inputValue()).toBe(words.desk("search.hint.state"));

    await box.fill("refund colour:red");
    await page.getByText(words.desk("search.strayKey", { name: "colour", all: "" }).split("colour")[1]!.slice(0, 8)).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await box.fill("refund is:gone");
    await page.getByText(words.desk("search.word.state.resolved"), { exact: false }).first().waitFor();

    await box.fill("refund");
    await expect.poll(() => hits.count()).toBe(2);
    const second = await hits.nth(1).textContent();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(second);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => box.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await agent.bubble("asks for a refund").waitFor();
    world.expectCalm();
  });

  test("an own status is made, and the rooms are chosen from a list on a phone", async () => {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    const { page } = agent;
    await page.goto(`${api.url}/settings/statuses`);
    await page.getByRole("button", { name: words.desk("statuses.add") }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel(words.desk("statuses.nameZh")).fill("等仓库");
    await form.getByLabel(words.desk("statuses.nameEn")).fill("With the warehouse");
    await form.getByRole("button", { name: words.desk("statuses.add") }).click();
    await form.waitFor({ state: "hidden" });
    await page.getByRole("table", { name: words.desk("state.open") }).getByText(locale === "en" ? "With the warehouse" : "等仓库", { exact: true }).waitFor();
    expect(await obstacles(page)).toEqual([]);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByLabel(words.desk("settings.choose")).click();
    await page.getByTitle(words.desk("settings.macros"), { exact: true }).click();
    await page.getByRole("heading", { name: words.desk("settings.macros"), exact: true }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await obstacles(page)).toEqual([]);
    world.expectCalm();
  });
});
