// The screens can be read and worked by everybody: axe finds nothing serious.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { admin, settle, snippetOf, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { Visitor } from "./visitor";
import { wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let chat: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chat = await api.post<Channel>("/v1/channels", { kind: "webchat", name: "Website" });
});
afterAll(() => world?.close());

// Contrast depends on the light, not on the language.
describe.each([{ locale: "zh-CN", colorScheme: "light" }, { locale: "en", colorScheme: "dark" }] as const)("$locale, $colorScheme", ({ locale, colorScheme }) => {
  const words = wordsOf(locale);

  test("sign-in, desk, settings and chat have no serious obstacle", async () => {
    await api.patch("/v1/me", { locale });
    const visitor = new Visitor(await world.person(locale, { colorScheme }), words);
    const agent = new Agent(await world.person(locale, { colorScheme }), words);
    const { page } = agent;
    onTestFinished(async () => { await visitor.page.context().close(); await page.context().close(); });
    await visitor.page.goto((await world.shop(snippetOf(world.desk.url, chat))).url);
    await visitor.openChat();
    await visitor.write("课程打不开 My course does not open");

    await page.goto(world.desk.url);
    await page.getByRole("button", { name: words.desk("signIn.go"), exact: true }).waitFor();
    expect(await obstacles(page), "sign-in").toEqual([]);

    await agent.signIn(world.desk.url, admin);
    await agent.view("unassigned");
    await agent.row("课程打不开").first().click();
    await page.keyboard.press("n");
    await agent.noteBox.fill("ask the teacher");
    await agent.noteBox.press("Control+Enter");
    await agent.bubble("ask the teacher").waitFor();
    await page.getByRole("tab", { name: words.desk("composer.reply") }).click();
    await agent.box.fill("One moment, please");
    await agent.sendButton.click();
    await visitor.bubble("One moment, please").waitFor();
    await agent.bubble("One moment, please").waitFor();
    expect(await obstacles(page), "desk").toEqual([]);
    expect(await obstacles(visitor.page.frames()[1]!), "chat").toEqual([]);
    expect(await obstacles(visitor.page), "the page around the chat").toEqual([]);

    await page.getByRole("link", { name: words.desk("shell.settings"), exact: true }).click();
    await page.getByRole("heading", { name: words.desk("settings.profile"), exact: true }).waitFor();
    expect(await obstacles(page), "profile").toEqual([]);
    await page.getByRole("link", { name: words.desk("settings.channels"), exact: true }).click();
    await page.getByRole("link", { name: "Website" }).click();
    await page.getByLabel(words.desk("channels.snippet")).waitFor();
    expect(await obstacles(page), "channel").toEqual([]);
    world.expectCalm();
  });
});
