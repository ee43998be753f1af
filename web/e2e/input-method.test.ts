// Chinese is written through an input method, and its Enter chooses a word.

import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, snippetOf, type Api, type Channel } from "./api";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const control = 2; // among the modifiers of the browser's protocol

let world: World;
let chat: Channel;
let api: Api;

beforeAll(async () => {
  world = await World.openWhole();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chat = await api.post<Channel>("/v1/channels", { kind: "webchat", name: "Website" });
});
afterAll(() => world?.close());

/** Types pinyin, presses Enter while the syllables still stand underlined, and
 * then takes the word. Browsers tell of that Enter in two ways. */
async function compose(where: Page | Frame, page: Page, pinyin: string, word: string): Promise<void> {
  const input = await page.context().newCDPSession(where);
  await input.send("Input.imeSetComposition", { text: pinyin, selectionStart: pinyin.length, selectionEnd: pinyin.length });
  for (const windowsVirtualKeyCode of [13, 229]) {
    for (const modifiers of [0, control]) {
      await input.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode, modifiers });
      await input.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode, modifiers });
    }
  }
  await input.send("Input.insertText", { text: word });
  await input.detach();
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("Enter that chooses a word sends nothing, in the chat and at the desk", async () => {
    await api.patch("/v1/me", { locale });
    const visitor = new Visitor(await world.person(locale), words);
    const agent = new Agent(await world.person(locale), words);
    onTestFinished(async () => { await visitor.page.context().close(); await agent.page.context().close(); });
    await visitor.page.goto((await world.shop(snippetOf(world.desk.url, chat))).url);
    await visitor.openChat();
    await visitor.box.focus();
    await compose(visitor.page.frames()[1]!, visitor.page, "ni hao", "你好");
    await expect.poll(() => visitor.box.inputValue()).toBe("你好");
    expect(await visitor.log.getByRole("article").count()).toBe(0);
    await visitor.box.press("Enter");
    await visitor.bubble("你好").waitFor();
    await expect.poll(() => visitor.box.inputValue()).toBe("");

    await agent.enter(api);
    await agent.view("unassigned");
    await agent.row("你好").first().click();
    await agent.box.focus();
    await compose(agent.page, agent.page, "nin hao", "您好");
    await expect.poll(() => agent.written()).toBe("您好");
    await agent.sendButton.click();
    await visitor.bubble("您好").waitFor();
    await expect.poll(() => agent.bubble("您好").count()).toBe(1);
    expect(await visitor.log.getByRole("article").count()).toBe(2);
    world.expectCalm();
  });
});
