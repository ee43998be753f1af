// Nobody has to stay in the line: who waits in the chat asks to be called, or leaves a
// message, and keeps their place; somebody at the desk calls.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, snippetOf, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

interface Queues { queues: { id: string; channel_kind: string }[] }

let world: World;
let api: Api;
let chat: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chat = await api.post<Channel>("/v1/channels", { kind: "webchat", name: "Website" });
  const mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Support", settings: { address: "help@shop.test" } });
  await api.patch(`/v1/channels/${chat.id}`, { settings: { continuing: { mailbox: mailbox.id, minutes: 10 } } });
});
afterAll(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentIn(options = {}): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  async function visitorIn(text: string, options = {}): Promise<Visitor> {
    const shop = await world.shop(snippetOf(world.desk.url, chat));
    const visitor = new Visitor(await world.person(locale, options), words);
    onTestFinished(() => visitor.page.context().close());
    await visitor.page.goto(shop.url);
    await visitor.openChat();
    await visitor.write(text);
    return visitor;
  }

  test("a house says what it offers, a customer asks for a call, and somebody calls", async () => {
    const visitor = await visitorIn(`Call me, please (${locale})`);
    const agent = await agentIn();
    const { page } = agent;
    await expect.poll(async () => (await api.get<Queues>("/v1/reliefs")).queues.length).toBeGreaterThan(0);

    await page.goto(`${api.url}/settings/routing`);
    const section = page.locator(".section").filter({ has: page.getByRole("heading", { name: words.desk("relief.title"), exact: true }) });
    const add = section.getByRole("combobox", { name: words.desk("relief.add"), exact: true });
    await section.locator(".rule, .routing-add").first().waitFor();
    if (await add.isVisible()) {
      await add.click();
      await page.locator(".ant-select-item-option").last().click();
    }
    const rule = section.locator(".rule").first();
    await rule.getByRole("spinbutton").fill(locale === "en" ? "0" : "1");
    await rule.getByRole("button", { name: words.desk("relief.save"), exact: true }).click();
    await page.getByText(words.desk("act.saved")).first().waitFor();
    expect(await obstacles(page)).toEqual([]);

    const panel = visitor.chat.getByRole("region", { name: words.waiting("title") });
    await panel.getByText(words.waiting("kept")).waitFor();
    await panel.getByRole("button", { name: words.waiting("call") }).click();
    await panel.getByLabel(words.waiting("phone")).fill("12");
    await panel.getByRole("button", { name: words.waiting("ask") }).click();
    await panel.getByRole("alert").filter({ hasText: words.waiting("wrong.callback.phone_wrong") }).waitFor();
    await panel.getByLabel(words.waiting("phone")).fill("138 1234 5678");
    const when = panel.getByLabel(words.waiting("when"));
    await when.selectOption(String(await when.locator("option").count() - 1)); // tomorrow evening
    await panel.getByRole("button", { name: words.waiting("ask") }).click();
    await panel.getByRole("status").filter({ hasText: "5678" }).waitFor();
    await panel.getByText(words.waiting("stay")).waitFor();

    await visitor.page.reload(); // and whoever comes back finds all of it
    await visitor.openChat();
    await panel.getByRole("status").filter({ hasText: "5678" }).waitFor();

    await page.getByRole("link", { name: words.desk("shell.callbacks"), exact: true }).click();
    await page.getByRole("heading", { name: words.desk("callback.list"), exact: true }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "5678" });
    await row.getByText(words.desk("callback.standing.later")).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await row.getByRole("button", { name: words.desk("callback.take"), exact: true }).click();
    await panel.getByRole("status").filter({ hasText: words.waiting("calling", { ends: "5678" }) }).waitFor();
    await row.getByRole("button", { name: `${words.desk("callback.missed")}…`, exact: true }).click();
    await page.getByRole("dialog").getByText(words.desk("callback.triesAgain")).waitFor();
    await page.getByRole("dialog").getByLabel(words.desk("callback.note")).fill("Busy");
    await page.getByRole("dialog").getByRole("button", { name: words.desk("callback.ok.not_reached"), exact: true }).click();
    await row.getByText("Busy").waitFor();
    await row.getByRole("button", { name: words.desk("callback.take"), exact: true }).click();
    await row.getByRole("link").first().click();

    const strip = page.getByRole("region", { name: words.desk("callback.title") }).first();
    await strip.getByText(words.desk("callback.takenBy", { name: "林岚" })).waitFor();
    await page.getByText(words.desk("system.callback.asked")).waitFor();
    await page.getByRole("listitem").filter({ hasText: words.desk("timeline.callback.taken", { who: "林岚" }) }).first().waitFor();
    expect(await obstacles(page)).toEqual([]);
    await strip.getByRole("button", { name: `${words.desk("callback.reached")}…`, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.desk("callback.ok.done"), exact: true }).click();
    await page.getByRole("region", { name: words.desk("callback.title") }).getByText(words.desk("callback.state.done")).waitFor();
    await panel.waitFor({ state: "detached" });

    await page.goto(`${api.url}/callbacks?show=ended`);
    await page.getByRole("row").filter({ hasText: "5678" }).getByText(words.desk("callback.state.done")).first().waitFor();
    world.expectCalm();
  });

  test("a customer leaves a message on a phone, and a late call stands on the floor", async () => {
    const visitor = await visitorIn(`I cannot stay (${locale})`, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const panel = visitor.chat.getByRole("region", { name: words.waiting("title") });
    await panel.getByRole("button", { name: words.waiting("message") }).click();
    await panel.getByLabel(words.waiting("text")).fill(`The parcel came broken (${locale})`);
    await panel.getByLabel(words.waiting("email")).fill("mei");
    await panel.getByRole("button", { name: words.waiting("leave") }).click();
    await panel.getByRole("alert").filter({ hasText: words.waiting("wrong.relief.email_wrong") }).waitFor();
    await panel.getByLabel(words.waiting("email")).fill("mei@example.com");
    await panel.getByRole("button", { name: words.waiting("leave") }).click();
    await panel.getByText(words.waiting("left")).waitFor();
    await visitor.bubble(`The parcel came broken (${locale})`).waitFor();

    const agent = await agentIn({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const { page } = agent;
    const { items } = await api.get<{ items: { id: string }[] }>("/v1/conversations?limit=1");
    await api.post(`/v1/conversations/${items[0]!.id}/callbacks`, { phone: "+44 20 7946 0958", day: "tomorrow", part: "any", time_zone: "Europe/London" });
    await page.goto(`${api.url}/floor`);
    await page.getByRole("link", { name: words.desk("callback.onFloor_one", { count: 1 }) }).click();
    await page.getByText("0958").waitFor();
    await page.getByText("Europe/London").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    expect(await obstacles(page)).toEqual([]);
    await page.getByRole("link", { name: /#/ }).click();
    await page.getByText(words.desk("system.conversation.message_left")).waitFor();
    await api.post(`/v1/callbacks/${(await api.get<{ items: { id: string }[] }>("/v1/callbacks?state=live")).items[0]!.id}/outcome`, { outcome: "withdrawn" });
    await page.locator(".callback-strip").waitFor({ state: "detached" });
    world.expectCalm();
  });

  test("an overflow begins and ends: the chat says so, leads are told, the floor shows it", async () => {
    const visitor = await visitorIn(`So many of us (${locale})`);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/floor`);
    await page.getByRole("heading", { name: words.desk("floor.title"), exact: true }).waitFor();
    await expect.poll(async () => (await api.get<Queues>("/v1/overflows")).queues.length).toBeGreaterThan(0);
    const { queues, items } = await api.get<Queues & { items: { queue: { id: string }; version: number }[] }>("/v1/overflows");
    const text = { "zh-CN": "今天人多，请稍候", en: "It takes longer today" }[locale];
    for (const queue of queues.filter((each) => each.channel_kind === "webchat")) {
      const version = items.find((each) => each.queue.id === queue.id)?.version ?? 0;
      const rule = { on: true, waiting: 1, oldest_seconds: 0, hold_seconds: 0, lower_waiting: 0, lower_oldest_seconds: 0, back_seconds: 0, team: "", offer_callback: true, offer_message: true, texts: { [locale]: text } };
      await api.put(`/v1/queues/${queue.id}/overflow`, { rule, version });
    }
    await visitor.log.getByText(text).waitFor();
    await page.locator(".overflow.is-on").first().getByText(words.desk("overflow.offersCall")).waitFor();
    const told = async () => (await api.get<{ items: { kind: string }[] }>("/v1/notifications")).items.map((each) => each.kind);
    await expect.poll(told, { timeout: 20_000 }).toContain("overflowed");
    expect(await obstacles(page)).toEqual([]);

    for (const { id } of (await api.get<{ items: { id: string }[] }>("/v1/conversations?state=open&limit=100")).items) await api.post(`/v1/conversations/${id}/resolution`, {});
    await page.locator(".overflow.is-on").first().waitFor({ state: "detached" });
    await expect.poll(async () => (await told())[0], { timeout: 20_000 }).toBe("eased");
    await page.getByRole("button", { name: new RegExp(words.desk("shell.notifications")) }).first().click();
    await page.getByRole("dialog").getByText(new RegExp(words.desk("notification.kind.eased", { who: "" }).trim())).first().waitFor();
    expect(await obstacles(page)).toEqual([]);
    world.expectCalm();
  });
});
