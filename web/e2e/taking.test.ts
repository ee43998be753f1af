// Who has a conversation once it is answered, what is told apart and taken back, what
// a mailbox without a way out says, and what the audit says of all that was changed.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { admin, settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let shop: Channel;
let mailbox: Channel;
let team: { id: string };

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "support@example.com", settings: { address: "support@example.com" } });
  team = await api.post("/v1/teams", { name: "售后 Care", members: [] });
});
afterAll(() => world?.close());

const says = (name: string, text: string) => api.post<{ conversation_id: string }>(`/v1/inbound/${shop.key}`, { external_id: text, sender: { external_id: name, name }, text });

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentIn(options = {}): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("the first reply takes what nobody has, and says so; a team may have it otherwise", async () => {
    const [one, two] = [`Ann ${locale}`, `Bob ${locale}`];
    await says(one, `${one} waits`);
    const other = await says(two, `${two} waits`);
    await api.post(`/v1/conversations/${other.conversation_id}/assignment`, { team: team.id });
    const agent = await agentIn();
    const { page } = agent;
    await agent.view("unassigned");
    await agent.row(one).click();
    await agent.bubble(`${one} waits`).waitFor();
    await agent.box.fill("Good morning");
    await agent.box.press("Control+Enter");
    await page.getByRole("listitem").filter({ hasText: words.desk("timeline.tookByReplying", { who: admin.name }) }).waitFor();
    await expect.poll(() => agent.row(one).count()).toBe(0);
    await agent.view("mine");
    await agent.row(one).waitFor();

    await page.goto(`${api.url}/settings/teams`);
    await page.getByRole("button", { name: words.desk("act.edit"), exact: true }).click();
    const form = page.getByRole("dialog");
    const takes = form.getByLabel(words.desk("teams.replyTakes"), { exact: true });
    expect(await takes.isChecked()).toBe(true);
    await takes.click();
    expect(await obstacles(page)).toEqual([]);
    await form.getByRole("button", { name: words.desk("act.save") }).click();
    await form.waitFor({ state: "hidden" });
    await page.goto(`${api.url}/desk/unassigned?c=${other.conversation_id}`);
    await agent.bubble(`${two} waits`).waitFor();
    await agent.box.fill("One moment");
    await agent.box.press("Control+Enter");
    await agent.bubble("One moment").waitFor();
    expect((await api.get<{ assignee: unknown }>(`/v1/conversations/${other.conversation_id}`)).assignee).toBeNull();
    const teams = await api.get<{ items: { id: string; reply_takes: boolean }[] }>("/v1/teams");
    await api.patch(`/v1/teams/${teams.items[0]!.id}`, { reply_takes: true });
    world.expectCalm();
  });

  test("that two are not the same matter is taken back; a mailbox without a way out says so before one types", async () => {
    const mail = (ref: string) => api.mail(mailbox.key, `Message-ID: <${ref}@shop.example>\nFrom: Li Hua <li-${locale}@shop.example>\nTo: support@example.com\nSubject: refund ${locale}\n\nwords of ${ref}\n`);
    await mail(`first-${locale}`);
    const second = await mail(`second-${locale}`);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${second.conversation_id}`);
    const strip = page.getByRole("list", { name: words.desk("merge.links") });
    await strip.getByText(words.desk("merge.maybe")).waitFor();
    await strip.getByRole("button", { name: words.desk("merge.notNow") }).click();
    await strip.getByText(words.desk("merge.apartList_other", { count: 1 }).split("1")[1]!.slice(0, 4)).waitFor();
    await strip.getByText(words.desk("merge.maybe")).waitFor({ state: "hidden" });
    await strip.locator("summary").click();
    expect(await obstacles(page)).toEqual([]);
    await strip.getByText(words.desk("merge.takeBack"), { exact: true }).click();
    await strip.getByText(words.desk("merge.maybe")).waitFor();

    await page.getByText(words.desk("composer.refused.channel_cannot_send")).waitFor();
    expect(await agent.box.count()).toBe(0);
    await page.getByRole("link", { name: words.desk("composer.mend.channel_cannot_send") }).click();
    await page.getByRole("heading", { name: "support@example.com", exact: true }).waitFor();
    for (const each of ["channels.serversOf", "channels.grantProvider"]) await page.getByLabel(words.desk(each), { exact: true }).first().waitFor();
    world.expectCalm();
  });

  test("the head of a conversation keeps to two lines, whatever stands in it", async () => {
    const { conversation_id: id } = await says(`A rather long name of a customer ${locale}`, `${locale}: where is it?`);
    await api.patch(`/v1/conversations/${id}`, { subject: "A subject that says much more than there is room for on any screen", priority: "urgent", tags: ["one", "two", "three", "four"] });
    for (const width of [1440, 1280, 390]) {
      const agent = await agentIn({ viewport: { width, height: 844 } });
      await agent.page.goto(`${api.url}/desk/all?c=${id}`);
      await agent.bubble("where is it?").waitFor();
      const head = agent.page.locator(".talk-head");
      expect((await head.boundingBox())!.height, `${width}`).toBeLessThanOrEqual(100);
      const inside = (await head.boundingBox())!;
      for (const button of await head.getByRole("button").all()) {
        const box = (await button.boundingBox())!;
        expect(box.x + box.width, `${width}: ${await button.textContent()}`).toBeLessThanOrEqual(inside.x + inside.width + 1);
      }
      expect(await obstacles(agent.page)).toEqual([]);
      expect(await agent.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    world.expectCalm();
  });
});

test("the audit reads in words, each difference for itself", async () => {
  await api.patch("/v1/me", { locale: "zh-CN" });
  const words = wordsOf("zh-CN");
  await api.patch(`/v1/channels/${mailbox.id}`, { settings: { from_name: "客服", quote: true, plus_addresses: true, smtp: { host: "smtp.example.com", port: 587, security: "starttls" } } });
  await api.post("/v1/channels", { kind: "webchat", name: "官网", settings: { title: { "zh-CN": "在线客服", en: "Chat" }, look: { theme: "dark", position: "left" } } });
  await api.post("/v1/views", { name: "等很久", filter: { states: ["open"], waiting_over_hours: 2, order: "longest_waiting" }, audience: "everybody" });
  await api.post("/v1/canned-replies", { scope: "everybody", title: "问候", shortcut: "hi", texts: { "zh-CN": { text: "您好", html: "" }, en: { text: "Hello", html: "" } } });
  await api.post("/v1/macros", { scope: "everybody", name: "升级", steps: [{ kind: "tag", add: ["投诉"] }, { kind: "priority", priority: "urgent" }] });
  await api.post("/v1/fields", { object: "contact", key: "plan", type: "choice", names: { "zh-CN": "套餐" }, options: [{ key: "gold", names: { "zh-CN": "金" } }] });
  await api.post("/v1/statuses", { state: "open", name_zh: "查证中", name_en: "Looking into it", color: "blue" });
  await api.post("/v1/retention-rules", { name: "两年", subject: "conversation", since: "last_message", days: 730, act: "delete" });
  await api.put("/v1/sending", { mail_seconds: 20 }).catch(() => undefined);
  const page = await world.person("zh-CN");
  const agent = new Agent(page, words);
  await agent.enter(api);
  await page.goto(`${api.url}/settings/audit`);
  const table = page.getByRole("table", { name: words.desk("settings.audit") });
  await table.getByText(words.desk("audit.action.channel.changed"), { exact: true }).first().waitFor();
  const labels = await table.locator(".changes-what").allInnerTexts();
  expect(labels.length).toBeGreaterThan(20);
  for (const part of labels.flatMap((each) => each.split(" · "))) expect(part, "a label in words").toMatch(/[\u4e00-\u9fff]|^ID$/);
  for (const act of await table.locator("tbody tr td:nth-child(3)").allInnerTexts()) expect(act).toMatch(/[\u4e00-\u9fff]/);
  const changed = table.getByRole("row").filter({ hasText: words.desk("audit.action.channel.changed") }).first();
  await changed.getByText("smtp.example.com").waitFor();
  expect(await obstacles(page)).toEqual([]);
  world.expectCalm();
});
