// What is done to several conversations from the list: a macro, an own status, one
// out of two; and a legal hold on one.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let shop: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "shop" });
  await api.post("/v1/macros", { scope: "everybody", name: "看过", steps: [{ kind: "note", text: "看过了" }, { kind: "tag", add: ["seen"] }] });
  await api.post("/v1/statuses", { name_zh: "等仓库", name_en: "At the depot", state: "waiting", color: "teal" });
});
afterAll(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("a macro, a status, one out of two, and a hold", async () => {
    await api.patch("/v1/me", { locale });
    const ids: string[] = [];
    for (const n of [1, 2]) ids.push((await api.post<{ conversation_id: string }>(`/v1/inbound/${shop.key}`, { external_id: `${locale}-${n}`, thread: `${locale}-${n}`, subject: `matter-${locale}-${n}`, sender: { external_id: locale, name: "李华" }, text: `words-${locale}-${n}` })).conversation_id);
    const agent = new Agent(await world.person(locale), words);
    onTestFinished(() => agent.page.context().close());
    const { page } = agent;
    await agent.enter(api);
    const bar = page.getByRole("toolbar", { name: words.desk("bulk.label") });
    const select = async (n: number) => {
      await page.goto(`${api.url}/desk/all?c=${ids[n]}`);
      await agent.bubble(`words-${locale}-${n + 1}`).waitFor();
    };
    const both = async () => {
      await select(1);
      await page.keyboard.press("x");
      await agent.row(`matter-${locale}-1`).click();
      await agent.bubble(`words-${locale}-1`).waitFor();
      await page.keyboard.press("x");
      await bar.getByText(words.desk("bulk.count_other", { count: 2 })).waitFor();
      await bar.getByRole("button", { name: words.desk("act.more") }).click();
    };
    await both();
    await page.getByRole("menuitem", { name: words.desk("bulk.macro") }).click();
    const dialog = page.getByRole("dialog", { name: words.desk("bulk.macroFor_other", { shown: 2 }) });
    await dialog.getByRole("combobox").fill("看过");
    await dialog.getByRole("combobox").press("Enter");
    await dialog.getByText(words.desk("bulk.macroMeans")).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.desk("macro.run") }).click();
    await page.getByText(words.desk("bulk.macroStays")).waitFor();
    await agent.bubble("看过了").waitFor();
    for (const id of ids) expect((await api.get<{ tags: string[] }>(`/v1/conversations/${id}`)).tags).toEqual(["seen"]);
    await page.getByRole("button", { name: words.desk("bulk.undo"), exact: true }).click();
    await expect.poll(async () => (await api.get<{ tags: string[] }>(`/v1/conversations/${ids[0]}`)).tags).toEqual([]);
    expect(await agent.bubble("看过了").count()).toBe(1);

    await both();
    await page.getByRole("menuitem", { name: words.desk("bulk.status") }).hover();
    await page.getByRole("menuitem", { name: locale === "en" ? "At the depot" : "等仓库" }).click();
    await expect.poll(async () => (await api.get<{ state: string }>(`/v1/conversations/${ids[1]}`)).state).toBe("waiting");

    await both();
    await page.getByRole("menuitem", { name: words.desk("command.conversation.merge") }).click();
    const merging = page.getByRole("dialog", { name: words.desk("merge.title") });
    await merging.getByRole("radio").last().check();
    await merging.getByRole("button", { name: words.desk("command.conversation.merge"), exact: true }).click();
    await agent.bubble(`words-${locale}-2`).waitFor();
    await agent.bubble(`words-${locale}-1`).waitFor();
    await page.getByRole("list", { name: words.desk("merge.links") }).getByRole("button", { name: words.desk("merge.undo") }).first().click();
    await expect.poll(() => agent.row(`matter-${locale}-`).count()).toBe(2);

    const more = page.locator(".talk-head").getByRole("button", { name: words.desk("act.more") });
    await more.click();
    await page.getByRole("menuitem", { name: words.desk("hold.title") }).click();
    await page.getByRole("textbox", { name: words.desk("hold.reason") }).fill("court");
    await page.getByRole("button", { name: words.desk("hold.go"), exact: true }).click();
    await page.getByText(words.desk("hold.is.conversation")).waitFor();
    await page.getByRole("button", { name: words.desk("hold.release") }).click();
    await page.getByText(words.desk("hold.is.conversation")).waitFor({ state: "detached" });
    world.expectCalm();
  });
});
