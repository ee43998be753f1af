// What is old is erased by a rule that was tried, and a person on demand.

import { afterEach, beforeEach, expect, test } from "vitest";
import { obstacles } from "./axe";
import { Agent } from "./agent";
import { settle, type Channel } from "./api";
import { wordsOf } from "./words";
import { World } from "./world";

const words = wordsOf("zh-CN");

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

test("a rule is made, tried and activated, and a person is erased by typing the name", async () => {
  const api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "商城" });
  await api.post(`/v1/inbound/${channel.key}`, { external_id: "m1", text: "伞坏了", sender: { external_id: "c1", name: "欧阳静" } });
  const agent = new Agent(await world.person("zh-CN"), words);
  await agent.enter(api);
  const { page } = agent;

  await page.goto(`${world.desk.url}/settings/retention`);
  await page.getByText(words.desk("retention.empty"), { exact: true }).waitFor();
  await page.getByRole("button", { name: words.desk("retention.add") }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel(words.desk("retention.name")).fill("一年");
  expect(await obstacles(page)).toEqual([]);
  await form.getByRole("button", { name: words.desk("act.save") }).click();
  const row = page.getByRole("row").filter({ hasText: "一年" });
  const activate = row.getByRole("button", { name: words.desk("retention.activate"), exact: true });
  await row.waitFor();
  expect(await activate.isDisabled()).toBe(true);

  await row.getByRole("button", { name: words.desk("retention.try"), exact: true }).click();
  await page.getByText(words.desk("retention.nothing"), { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => activate.isEnabled()).toBe(true);
  await activate.click();
  await page.getByRole("dialog").getByRole("button", { name: words.desk("retention.activate"), exact: true }).click();
  await row.getByText(words.desk("retention.active"), { exact: true }).waitFor();

  const people = await api.get<{ items: { id: string; name: string }[] }>("/v1/contacts");
  const person = people.items.find((each) => each.name === "欧阳静")!;
  await page.goto(`${world.desk.url}/contacts/${person.id}`);
  await page.getByRole("button", { name: words.desk("erasure.open") }).click();
  const ask = page.getByRole("dialog");
  const go = ask.getByRole("button", { name: words.desk("erasure.go") });
  expect(await go.isDisabled()).toBe(true);
  await ask.getByRole("textbox").fill("欧阳静");
  expect(await obstacles(page)).toEqual([]);
  await go.click();
  await expect.poll(async () => (await api.get<{ items: { id: string }[] }>("/v1/contacts")).items.length).toBe(0);
  world.expectCalm();
});
