// Colleagues say where a contact belongs, and what they know of them.

import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { obstacles } from "./axe";
import { Agent } from "./agent";
import { settle, type Channel } from "./api";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

interface Found { items: { id: string; name: string }[] }

const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

test.each(locales)("a contact gets an organisation, tags and notes on the card (%s)", async (locale) => {
  const words = wordsOf(locale);
  const api = await settle(world.desk.url, world.desk.setupLink, locale);
  const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "商城" });
  await api.post(`/v1/inbound/${channel.key}`, { external_id: "m1", text: "伞坏了", sender: { external_id: "c1", name: "欧阳静", email: "jing@lanxue.example" } });
  await api.post("/v1/organisations", { name: "澜学教育", domains: ["lanxue.example"] });
  const person = (await api.get<Found>("/v1/contacts")).items.find((each) => each.name === "欧阳静")!;
  const agent = new Agent(await world.person(locale), words);
  await agent.enter(api);
  const { page } = agent;

  await page.goto(`${world.desk.url}/contacts/${person.id}`);
  await page.getByRole("button", { name: "澜学教育" }).click(); // proposed by the address
  await expect.poll(async () => (await api.get<{ organisation: { name: string } | null }>(`/v1/contacts/${person.id}`)).organisation?.name).toBe("澜学教育");

  const choice = page.getByRole("combobox", { name: words.desk("belonging.organisation") });
  await choice.fill("云岭茶铺");
  await page.getByRole("button", { name: words.desk("belonging.add", { name: "云岭茶铺" }) }).click();
  await expect.poll(async () => (await api.get<{ organisation: { name: string } | null }>(`/v1/contacts/${person.id}`)).organisation?.name).toBe("云岭茶铺");

  const tags = page.getByRole("combobox", { name: words.desk("belonging.tags") });
  for (const tag of ["老客户", "beta"]) {
    await tags.fill(tag);
    await page.locator(".ant-select-item-option-active").filter({ hasText: tag }).waitFor();
    await tags.press("Enter");
    await page.locator(".ant-select-selection-item").filter({ hasText: tag }).waitFor();
  }
  await tags.press("Tab");
  await expect.poll(async () => (await api.get<{ tags: string[] }>(`/v1/contacts/${person.id}`)).tags.toSorted()).toEqual(["beta", "老客户"]);

  const note = page.getByRole("textbox", { name: words.desk("belonging.write") });
  await note.fill("喜欢下午打电话");
  await page.getByRole("button", { name: words.desk("belonging.saveNote") }).click();
  const said = page.getByRole("listitem").filter({ hasText: "喜欢下午打电话" });
  await said.waitFor();
  await said.getByRole("button", { name: words.desk("act.edit") }).click();
  await page.getByRole("textbox", { name: words.desk("belonging.rewrite") }).fill("喜欢上午打电话");
  await page.getByRole("button", { name: words.desk("act.save"), exact: true }).click();
  await page.getByRole("listitem").filter({ hasText: "喜欢上午打电话" }).getByText(words.desk("belonging.edited")).waitFor();
  expect(await obstacles(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await isWide(page)).toBe(false);

  const [talk] = (await api.get<{ items: { id: string }[] }>("/v1/conversations?view=all")).items;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${world.desk.url}/desk/all?c=${talk!.id}`);
  const panel = page.getByRole("complementary", { name: words.desk("contact.panel") });
  await panel.getByText("云岭茶铺", { exact: true }).waitFor();
  await panel.getByText("老客户", { exact: true }).waitFor();
  await panel.getByRole("textbox", { name: words.desk("belonging.write") }).fill("改用微信联系");
  await panel.getByRole("button", { name: words.desk("belonging.saveNote") }).click();
  await panel.getByRole("listitem").filter({ hasText: "改用微信联系" }).waitFor();
  await panel.getByRole("listitem").filter({ hasText: "喜欢上午打电话" }).waitFor();
  expect(await obstacles(page)).toEqual([]);
  world.expectCalm();
});
