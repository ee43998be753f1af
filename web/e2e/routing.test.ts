// Ten who come at once: in which order they are taken, by whom and why; who waits is
// shown on the floor; a rule is tried before it holds; somebody is asked, and answers.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

interface Placed { items: { conversation: { id: string; contact: { name: string } }; reasons: { code: string }[] }[] }

let world: World;
let api: Api;
let shop: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
});
afterAll(() => world?.close());

const says = (name: string, text: string) => api.post<{ conversation_id: string }>(`/v1/inbound/${shop.key}`, { external_id: `${name} ${text}`, sender: { external_id: name, name }, text });

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const stolen = { "zh-CN": "我的账号被盗了，有人改了密码，马上帮我冻结！", en: "My account was hacked, somebody changed my password. Freeze it right now!" }[locale];

  async function agentIn(options = {}): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  async function places(): Promise<Placed["items"]> {
    const { items } = await api.get<{ items: { id: string }[] }>("/v1/queues");
    const all = await Promise.all(items.map((each) => api.get<Placed>(`/v1/queues/${each.id}/places`)));
    return all.flatMap((each) => each.items);
  }

  test("a stolen account and a third complaint go before seven simple questions; the floor and the timeline say why", async () => {
    for (let n = 0; n < 7; n++) await says(`Simple ${n} ${locale}`, `How do I pay? ${n}`);
    for (let n = 0; n < 3; n++) await says(`Third ${locale}`, `Where is my parcel, no. ${n}?`);
    const theft = await says(`Theft ${locale}`, stolen);
    await expect.poll(async () => (await places()).find((each) => each.conversation.id === theft.conversation_id)?.reasons.map((each) => each.code) ?? [], { timeout: 20_000 }).toContain("risk");

    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/floor`);
    await page.getByRole("heading", { name: words.desk("floor.title"), exact: true }).waitFor();
    const first = page.locator(".queue .waiting").first();
    await first.getByText(`Theft ${locale}`).waitFor();
    await first.locator(".waiting-why").filter({ hasText: words.desk("riskKind.account_theft") }).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.locator(".queue-count").first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText(`Third ${locale}`).first().waitFor();
    const order = await drawer.locator(".waiting-who b").allInnerTexts();
    expect(order[0]).toBe(`Theft ${locale}`);
    expect(order.indexOf(`Third ${locale}`)).toBeLessThan(order.indexOf(`Simple 0 ${locale}`));
    await page.keyboard.press("Escape");

    await page.goto(`${api.url}/desk/unassigned`);
    await agent.row(`Simple 0 ${locale}`).first().waitFor();
    await page.keyboard.press("q");
    await agent.bubble(stolen.slice(0, 8)).waitFor();
    await page.getByRole("listitem").filter({ hasText: words.desk("timeline.tookNext", { who: "林岚" }) }).first().waitFor();
    await page.keyboard.press("q");
    await agent.bubble("Where is my parcel").first().waitFor();
    world.expectCalm();
  });

  test("a day is played with other weights, and each number opens its conversations", async () => {
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/settings/routing`);
    const section = page.locator(".section").filter({ has: page.getByRole("heading", { name: words.desk("routing.trial.title"), exact: true }) });
    await section.getByRole("combobox", { name: words.desk("routing.trial.day"), exact: true }).click();
    await page.locator(".ant-select-item-option").first().click();
    await section.getByRole("button", { name: words.desk("routing.trial.play"), exact: true }).click();
    await section.getByRole("status").filter({ hasText: words.desk("routing.trial.same").slice(0, 12) }).waitFor();
    await page.getByLabel(`${words.desk("routing.percent")} · ${words.desk("placeReasonName.risk")}`, { exact: true }).fill("0");
    await page.getByLabel(`${words.desk("routing.percent")} · ${words.desk("placeReasonName.third_contact")}`, { exact: true }).fill("500");
    await section.getByText(words.desk("routing.trial.stale"), { exact: true }).waitFor();
    await section.getByRole("button", { name: words.desk("routing.trial.play"), exact: true }).click();
    await section.getByText(words.desk("routing.trial.stale"), { exact: true }).waitFor({ state: "hidden" });
    expect(await obstacles(page)).toEqual([]);
    const row = section.locator(".trial-groups li").filter({ hasText: words.desk("routing.trial.class.risk") });
    await row.getByRole("button").first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("link").filter({ hasText: `Theft ${locale}` }).waitFor();
    await drawer.getByText(words.desk("routing.trial.reasonsAfter", { reasons: "" }).trim()).first().waitFor();
    expect(await obstacles(page)).toEqual([]);
    const { version } = await api.get<{ version: number }>("/v1/routing");
    await page.reload();
    expect((await api.get<{ version: number }>("/v1/routing")).version).toBe(version);
    world.expectCalm();
  });

  test("a rule is tried on what was there, and a question is answered by a key", async () => {
    const me = await api.get<{ staff: { id: string } }>("/v1/me");
    const care = await api.post<{ id: string; name: string }>("/v1/teams", { name: `Care ${locale}`, members: [me.staff.id] });
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/settings/routing`);
    await page.getByRole("button", { name: words.desk("rules.add"), exact: true }).click();
    const rule = page.locator(".rule").last();
    await rule.getByLabel(words.desk("rules.name"), { exact: true }).fill(`Theft ${locale}`);
    await rule.locator("textarea").first().fill("'account_theft' in risk");
    await rule.getByRole("button", { name: words.desk("rules.try"), exact: true }).click();
    await rule.getByRole("alert").waitFor();
    await rule.locator("textarea").first().fill("'account_theft' in risks");
    await rule.getByRole("button", { name: words.desk("rules.try"), exact: true }).click();
    await rule.locator(".rule-tried summary").click();
    await rule.getByRole("link").filter({ hasText: `Theft ${locale}` }).first().waitFor();
    expect(await obstacles(page)).toEqual([]);

    const routing = await api.get<{ version: number; modes: Record<string, string>; can?: unknown }>("/v1/routing");
    const { can: _, ...settings } = routing;
    await api.put("/v1/routing", { ...settings, modes: { [care.id]: "offer" }, offers: { seconds: 300, missed: 3 }, rules: [
      { name: "Theft", when: "'account_theft' in risks", off: false, team: care.id, skills: [], language: "", priority: "" },
    ] });
    await says(`Asked ${locale}`, stolen);
    const question = page.getByRole("alertdialog");
    await question.getByText(`Asked ${locale}`).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.keyboard.press("y");
    await agent.bubble(stolen.slice(0, 8)).waitFor();
    await question.waitFor({ state: "hidden" });
    await api.put("/v1/routing", { ...settings, version: settings.version + 1 });
    world.expectCalm();
  });
});
