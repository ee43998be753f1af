// Many conversations: a filter becomes a view that colleagues share, its count
// lives, and five thousand are dealt with at once and put back.

import { afterEach, beforeEach, expect, test } from "vitest";
import { obstacles } from "./axe";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { wordsOf } from "./words";
import { World } from "./world";

const many = 5000;
const words = wordsOf("zh-CN");

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

async function fill(api: Api, channel: Channel, count: number, from = 0): Promise<void> {
  let next = from;
  const hand = async () => {
    while (next < from + count) {
      const at = next++;
      await api.post(`/v1/inbound/${channel.key}`, { external_id: `m${at}`, text: `第 ${at} 个问题`, sender: { external_id: `c${at}`, name: `客户${at}` } });
    }
  };
  await Promise.all(Array.from({ length: 24 }, hand));
}

async function open(count: number): Promise<{ api: Api; agent: Agent; channel: Channel }> {
  const api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "商城" });
  await fill(api, channel, count);
  const agent = new Agent(await world.person("zh-CN"), words);
  await agent.enter(api);
  return { api, agent, channel };
}

test("a filter is saved as a view, shared, and its count lives", async () => {
  const { api, agent, channel } = await open(3);
  const { page } = agent;
  await agent.view("all");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("f");
  const form = page.getByRole("dialog");
  await form.getByLabel(words.desk("filters.tagsAny")).fill("退款");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await form.getByRole("button", { name: words.desk("filters.saveAs") }).click();
  await form.getByLabel(words.desk("filters.name")).fill("退款组");
  expect(await obstacles(page)).toEqual([]);
  await form.getByRole("button", { name: words.desk("filters.save"), exact: true }).click();
  await page.getByRole("heading", { name: "退款组", exact: true }).waitFor();
  const views = page.getByRole("navigation", { name: words.desk("desk.views") });
  const count = views.getByRole("link", { name: "退款组" }).locator(".view-count");
  await expect.poll(() => count.textContent()).toBe("0");

  // Somebody else tags one: it appears here, and is counted.
  const list = await api.get<{ items: { id: string; preview: string }[] }>("/v1/conversations?limit=1");
  await api.patch(`/v1/conversations/${list.items[0]!.id}`, { tags: ["退款"] });
  await agent.row(list.items[0]!.preview).waitFor();
  await expect.poll(() => count.textContent()).toBe("1");
  await fill(api, channel, 1, 100);
  await expect.poll(() => agent.count("all").textContent()).toBe("4");
  await expect.poll(() => count.textContent()).toBe("1");

  const mine = await api.get<{ items: { id: string; name: string; version: number }[] }>("/v1/views");
  const view = mine.items.find((each) => each.name === "退款组")!;
  const shared = await api.patch<{ audience: string }>(`/v1/views/${view.id}`, { audience: "everybody", version: view.version });
  expect(shared.audience).toBe("everybody");
  world.expectCalm();
});

test("five thousand are resolved by keyboard, with progress, and put back", async () => {
  const { api, agent } = await open(many);
  const { page } = agent;
  await agent.view("all");
  await page.getByRole("option").first().waitFor();
  await expect.poll(() => agent.count("all").textContent()).toBe(String(many));
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const bar = page.getByRole("toolbar", { name: words.desk("bulk.label") });
  await bar.getByText(words.desk("bulk.count_other", { count: "1" })).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bar.getByText(words.desk("bulk.count_other", { count: "2" })).waitFor();
  await page.keyboard.press("Control+a");
  await bar.getByText(words.desk("bulk.allOf_other", { shown: String(many) })).waitFor();
  expect(await obstacles(page)).toEqual([]);
  await bar.getByRole("button", { name: words.desk("command.conversation.resolve") }).click();

  const progress = page.getByRole("status", { name: words.desk("bulk.progress") });
  await progress.getByText(words.desk("bulk.state.done", { done: String(many), refused: "0" })).waitFor({ timeout: 120_000 });
  await expect.poll(() => agent.count("resolved").textContent(), { timeout: 60_000 }).toBe(String(many));
  await progress.getByRole("button", { name: words.desk("bulk.undo") }).click();
  await progress.getByText(words.desk("bulk.state.undone", { undone: String(many), kept: "0" })).waitFor({ timeout: 120_000 });
  const after = await api.get<{ items: { key: string; count: number }[] }>("/v1/views");
  expect(after.items.find((each) => each.key === "unassigned")!.count).toBe(many);
  world.expectCalm();
}, 300_000);
