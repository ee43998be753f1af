// The first loop: a customer writes on somebody's website, a person answers at
// the desk, both see it live, and nothing is lost or doubled.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agent } from "./agent";
import { admin } from "./api";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const texts = {
  "zh-CN": { channel: "官网客服", first: "你好，课程打不开", answer: "您好，我看一下，请稍等。", offline: ["我在地铁里，信号不好", "退款也可以"], again: "现在又打不开了" },
  en: { channel: "Website", first: "Hello, my course does not open", answer: "Hello! Let me have a look.", offline: ["I am on the underground", "A refund is fine too"], again: "Now it fails again" },
};

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const text = texts[locale];

  test("a customer and an agent find each other, from the setup link to the second visit", async () => {
    const agent = new Agent(await world.person(locale), words);
    const { page } = agent;

    await agent.setUp(world.desk.setupLink, admin);
    await page.getByText(words.desk("empty.mine.title")).waitFor();

    await page.getByRole("link", { name: words.desk("shell.settings"), exact: true }).click();
    await page.getByRole("link", { name: words.desk("settings.channels"), exact: true }).click();
    await page.getByRole("button", { name: words.desk("channels.add") }).click();
    await page.getByRole("dialog").getByLabel(words.desk("channels.name")).fill(text.channel);
    await page.getByRole("button", { name: words.desk("channels.make") }).click();
    const snippet = await page.getByLabel(words.desk("channels.snippet")).inputValue();
    await page.getByRole("link", { name: words.desk("shell.desk"), exact: true }).click();
    await agent.view("unassigned");
    await page.getByText(words.desk("empty.unassigned.title")).waitFor();

    const shop = await world.shop(snippet);
    const visitor = new Visitor(await world.person(locale), words);
    await visitor.page.goto(shop.url);
    await visitor.openChat();
    await visitor.write(text.first);
    await visitor.bubble(text.first).getByText(words.chat("sent"), { exact: true }).waitFor();

    // The desk hears of it without being asked.
    const row = agent.row(text.first);
    await row.waitFor();
    await expect.poll(() => agent.count("unassigned").textContent()).toBe("1");
    await row.click();
    await agent.bubble(text.first).waitFor();
    await visitor.bubble(text.first).getByText(words.chat("read"), { exact: true }).waitFor();

    await page.keyboard.press("a");
    await page.getByText(words.desk("empty.unassigned.title")).waitFor();
    await expect.poll(() => agent.count("mine").textContent()).toBe("1");

    await agent.box.press("x");
    await visitor.log.getByText(words.chat("typing", { name: admin.name })).waitFor();
    await agent.box.fill(text.answer);
    await agent.sendButton.click();
    await visitor.bubble(text.answer).waitFor();
    await agent.bubble(text.answer).getByText(words.desk("delivery.read"), { exact: true }).waitFor();
    await expect.poll(() => agent.written()).toBe("");

    // Told at most every three seconds, so one key may say nothing.
    const customerTypes = agent.thread.getByText(words.desk("typing.contact", { name: words.desk("contact.nameless") }));
    await expect.poll(async () => {
      await visitor.box.press("x");
      return customerTypes.isVisible();
    }).toBe(true);
    await visitor.box.fill("");

    await visitor.page.reload();
    await visitor.openChat();
    await visitor.bubble(text.first).waitFor();
    await visitor.bubble(text.answer).waitFor();

    await visitor.page.context().setOffline(true);
    await visitor.chat.getByText(words.chat("offline")).waitFor();
    for (const each of text.offline) {
      await visitor.write(each);
      await visitor.bubble(each).getByText(words.chat("waiting")).waitFor();
    }
    await visitor.page.context().setOffline(false);
    for (const each of text.offline) await agent.bubble(each).waitFor();
    await visitor.bubble(text.offline[1]!).getByText(words.chat("read"), { exact: true }).waitFor();
    await visitor.page.reload();
    await visitor.openChat();
    for (const each of [text.first, text.answer, ...text.offline]) {
      await visitor.bubble(each).waitFor();
      expect(await visitor.bubble(each).count(), each).toBe(1);
      expect(await agent.bubble(each).count(), each).toBe(1);
    }

    await agent.command("conversation.resolve").click();
    await expect.poll(() => agent.stateOfTalk.textContent()).toBe(words.desk("state.resolved"));
    await visitor.log.getByText(words.chat("resolved")).waitFor();
    await visitor.write(text.again);
    await expect.poll(() => agent.stateOfTalk.textContent()).toBe(words.desk("state.open"));
    await agent.bubble(text.again).waitFor();
    await page.getByRole("listitem").filter({ hasText: words.desk("timeline.conversation.reopened") }).waitFor();

    world.expectCalm();
  });
});
