// The first person of an empty house is led from the setup link to a conversation that was answered.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { obstacles } from "./axe";
import { Agent } from "./agent";
import { admin, settle } from "./api";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const texts = {
  "zh-CN": { shop: "云岭茶铺", first: "你好，明前茶还有吗？", answer: "您好，还有最后三罐。" },
  en: { shop: "Cloud Ridge Tea", first: "Hello, is there spring tea left?", answer: "Hello! Three tins are left." },
};

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const text = texts[locale];

  test.each([{ width: 1440, height: 900 }, { width: 390, height: 844 }])("from the setup link to a resolved conversation, $width wide", async (viewport) => {
    const agent = new Agent(await world.person(locale, { viewport }), words);
    const { page } = agent;
    const isPhone = viewport.width < 500;

    // Before anybody is here, the way in says where the way in is.
    await page.goto(world.desk.url);
    await page.getByText(words.desk("signIn.setupOpen")).waitFor();
    expect(await page.getByText(words.desk("signIn.again")).count()).toBe(0);
    await agent.setUp(world.desk.setupLink, admin);
    const tour = page.getByRole("region", { name: words.desk("tour.title") });
    const step = (name: string) => tour.getByRole("listitem").filter({ hasText: words.desk(`tour.step.${name}`) });
    const isDone = (name: string) => expect.poll(() => step(name).textContent()).toContain(words.desk("tour.done"));
    await step("channel").waitFor();
    expect(await step("channel").getAttribute("aria-current")).toBe("step");
    expect(await obstacles(page)).toEqual([]);

    // By keyboard: the name, Enter, and there is a chat.
    await tour.getByLabel(words.desk("tour.channel")).fill(text.shop);
    await page.keyboard.press("Enter");
    await isDone("channel");

    // Put away and taken up again, after a reload too.
    await tour.getByRole("button", { name: words.desk("tour.later") }).click();
    await tour.waitFor({ state: "detached" });
    await page.reload();
    await page.getByText(words.desk("empty.mine.title")).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill(words.desk("command.tour.open"));
    await page.keyboard.press("Enter");
    await isDone("channel");

    const [shop] = await Promise.all([page.context().waitForEvent("page"), tour.getByRole("link", { name: words.desk("tour.try") }).click()]);
    const visitor = new Visitor(shop, words);
    await visitor.openChat();
    await visitor.write(text.first);
    await isDone("arrived");
    await agent.row(text.first).waitFor(); // live, while one looks at the shop
    expect(await page.locator("html").evaluate((html) => html.scrollWidth <= html.clientWidth)).toBe(true);

    await tour.getByRole("link", { name: words.desk("tour.go") }).click();
    await agent.bubble(text.first).waitFor();
    await isDone("seen");
    await agent.box.fill(text.answer);
    await agent.sendButton.click();
    await isDone("answered");
    await visitor.bubble(text.answer).waitFor();
    if (!isPhone) await page.getByText(words.desk("tour.resolved")).waitFor();
    await agent.command("conversation.resolve").click();
    await isDone("resolved");
    expect(await obstacles(page)).toEqual([]);

    await tour.getByRole("button", { name: words.desk("tour.end") }).click();
    await tour.waitFor({ state: "detached" });
    await page.reload();
    await agent.bubble(text.answer).waitFor();
    await page.waitForLoadState("networkidle");
    expect(await tour.count()).toBe(0);
    world.expectCalm();
  });
});

test("who comes to a house that works already is not led", async () => {
  const api = await settle(world.desk.url, world.desk.setupLink, "en");
  const chat = await api.post<{ key: string }>("/v1/channels", { kind: "webchat", name: "Tea" });
  const { conversation_id: id } = await api.post<{ conversation_id: string }>(`/v1/inbound/${chat.key}`, { external_id: "1", text: "Hello", sender: { external_id: "a", name: "Mei" } });
  await api.post(`/v1/conversations/${id}/messages`, { kind: "reply", text: "Hello" });
  await api.post(`/v1/conversations/${id}/resolution`, {});
  const agent = new Agent(await world.person("en"), wordsOf("en"));
  await agent.enter(api);
  await agent.page.getByText(agent.words.desk("empty.mine.title")).waitFor();
  await agent.page.waitForLoadState("networkidle");
  expect(await agent.page.getByRole("region", { name: agent.words.desk("tour.title") }).count()).toBe(0);
  world.expectCalm();
});
