// The pictures of the README, taken in the sample world: `make screenshots`.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { Visitor } from "./visitor";
import { wordsOf, type Locale } from "./words";
import { World } from "./world";

interface Listed { id: string; channel: { kind: string }; number: number; message_count: number; assignee: object | null; preview: string; contact: { name: string; tier: string } }

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const zh = wordsOf("zh-CN");
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

let world: World;
let api: Api;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  world = await World.openWhole("--sample");
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN", { name: "安然", email: "an@lanxue.example", password: "a quiet harbour at dusk" });
  for (const each of await conversations("view=unassigned&limit=4")) await api.post(`/v1/conversations/${each.id}/assignment`, { assignee: "me" });
});
afterAll(() => world?.close());

async function conversations(query: string): Promise<Listed[]> {
  return (await api.get<{ items: Listed[] }>(`/v1/conversations?${query}`)).items;
}

/** The one with the most to see. */
async function richest(query: string, fits: (each: Listed) => boolean): Promise<Listed> {
  const found = (await conversations(query)).filter(fits).toSorted((a, b) => b.message_count - a.message_count);
  expect(found, query).not.toEqual([]);
  return found[0]!;
}

const isChinese = (each: Listed) => /\p{Script=Han}/u.test(each.preview) && /\p{Script=Han}/u.test(each.contact.name);

async function agentIn(locale: Locale, options: BrowserContextOptions = {}): Promise<Agent> {
  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale, options), wordsOf(locale));
  await agent.enter(api);
  return agent;
}

/** Waits until nothing is on its way, and puts the pointer out of sight. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${pictures}${name}.png`, animations: "disabled", caret: "hide" });
  await page.context().close();
}

async function desk(name: string, locale: Locale, talk: Listed, draft: string, options: BrowserContextOptions = {}): Promise<void> {
  const agent = await agentIn(locale, options);
  await agent.page.goto(`${world.desk.url}/desk/all?c=${talk.id}`);
  await agent.thread.getByRole("article").last().waitFor();
  if (draft) await agent.box.fill(draft);
  if (draft) await agent.page.getByText(agent.words.desk("draft.saved")).waitFor();
  await take(agent.page, name);
  if (draft) await fetch(`${world.desk.url}/v1/conversations/${talk.id}/draft`, { method: "DELETE", headers: { cookie: `${api.session.name}=${api.session.value}` } });
}

test("desk-zh", async () => {
  await desk("desk-zh", "zh-CN", await richest("state=open&limit=40", (each) => isChinese(each) && each.channel.kind !== "email"), "您好，已经帮您查到了，");
});

test("desk-en", async () => {
  await desk("desk-en", "en", await richest("state=open,waiting,resolved&limit=100", (each) => each.channel.kind === "webchat" && /^[\x20-\u2019]+$/.test(each.preview + each.contact.name)), "Good morning, I have looked into it: ");
});

test("desk-dark", async () => {
  await desk("desk-dark", "zh-CN", await richest("view=mine", (each) => each.contact.tier === "vip"), "", { colorScheme: "dark" });
});

test("desk-phone", async () => {
  await desk("desk-phone", "zh-CN", await richest("state=open,waiting&limit=40", isChinese), "", phone);
});

test("search-zh", async () => {
  const agent = await agentIn("zh-CN");
  await agent.page.goto(`${world.desk.url}/search?q=${encodeURIComponent("退款")}`);
  await agent.page.getByRole("list", { name: zh.desk("search.results") }).getByRole("link").first().waitFor();
  await take(agent.page, "search-zh");
});

test("floor-zh", async () => {
  const agent = await agentIn("zh-CN");
  await agent.page.goto(`${world.desk.url}/floor`);
  await agent.page.getByRole("heading", { level: 1 }).waitFor();
  await take(agent.page, "floor-zh");
});

test("settings-en", async () => {
  const chat = await webchat();
  const agent = await agentIn("en");
  await agent.page.goto(`${world.desk.url}/settings/channels/${chat.id}`);
  await agent.page.getByLabel(agent.words.desk("channels.snippet")).waitFor();
  await take(agent.page, "settings-en");
});

test.each([["chat-zh", {}], ["chat-phone", phone]] as [string, BrowserContextOptions][])("%s", async (name, options) => {
  const agent = await agentIn("zh-CN"); // somebody is there
  const visitor = new Visitor(await world.person("zh-CN", options), zh);
  await visitor.page.goto(`${world.desk.url}/try?channel=${(await webchat()).key}`);
  await visitor.openChat();
  await visitor.write("你好，上周买的雅思写作教材还没有收到");
  await visitor.write("订单号 20261118-0427");
  const [talk] = await conversations("view=unassigned&limit=1");
  await api.post(`/v1/conversations/${talk!.id}/assignment`, { assignee: "me" });
  await agent.page.goto(`${world.desk.url}/desk/mine?c=${talk!.id}`);
  await visitor.bubble("20261118-0427").getByText(zh.chat("read"), { exact: true }).waitFor();
  await agent.box.fill("您好！包裹昨天到了您所在城市，今天下午派送。我会一直看着，送到后告诉您。");
  await agent.sendButton.click();
  await visitor.bubble("今天下午派送").waitFor();
  await visitor.write("太好了，谢谢！");
  await visitor.bubble("太好了").getByText(zh.chat("read"), { exact: true }).waitFor();
  await take(visitor.page, name);
  await agent.page.context().close();
});

async function webchat(): Promise<Channel> {
  const { items } = await api.get<{ items: (Channel & { kind: string })[] }>("/v1/channels");
  return items.find((each) => each.kind === "webchat")!;
}
