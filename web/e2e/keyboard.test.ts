// A day at the desk with both hands on the keys.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, snippetOf, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { Visitor } from "./visitor";
import { locales, wordsOf, type Locale } from "./words";
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

async function came(name: string, text: string): Promise<void> {
  await api.post(`/v1/inbound/${chat.key}`, { external_id: text, sender: { external_id: name, name }, text });
}

async function agentIn(locale: Locale, options = {}): Promise<Agent> {
  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale, options), wordsOf(locale));
  await agent.enter(api);
  onTestFinished(() => agent.page.context().close());
  return agent;
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const people = [`Ada ${locale}`, `王小明 ${locale}`, `Siti ${locale}`];

  test("every step of the work has its key", async () => {
    for (const [at, name] of people.entries()) await came(name, `${name}: ${["the first", "课程打不开", "the third"][at]}`);
    const agent = await agentIn(locale);
    const { page } = agent;
    const chosen = page.getByRole("option", { selected: true });

    await page.keyboard.press("g");
    await page.keyboard.press("u");
    await agent.row(people[0]!).waitFor();
    await page.keyboard.press("j");
    await chosen.filter({ hasText: people[2] }).waitFor();
    await page.keyboard.press("j");
    await chosen.filter({ hasText: people[1] }).waitFor();
    await page.keyboard.press("j");
    await chosen.filter({ hasText: people[0] }).waitFor();
    await page.keyboard.press("k");
    await chosen.filter({ hasText: people[1] }).waitFor();
    await agent.bubble("课程打不开").waitFor();

    await page.keyboard.press("r");
    await expect.poll(() => agent.box.evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type("jk");
    await page.keyboard.press("Escape");
    expect(await agent.written()).toBe("jk");
    await agent.box.fill("");

    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    await expect.poll(() => agent.noteBox.evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type("ask the teacher");
    await page.keyboard.press("Control+Enter");
    await agent.bubble("ask the teacher").getByText(words.desk("message.noteMark")).waitFor();
    await page.keyboard.press("r"); // a key again: nothing more is written among colleagues
    await expect.poll(() => agent.box.evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.press("Escape");

    const mine = Number(await agent.count("mine").textContent());
    await page.keyboard.press("a");
    await expect.poll(() => agent.count("mine").textContent()).toBe(String(mine + 1));
    await page.keyboard.press("e");
    await expect.poll(() => agent.stateOfTalk.textContent()).toBe(words.desk("state.resolved"));
    await page.keyboard.press("o");
    await expect.poll(() => agent.stateOfTalk.textContent()).toBe(words.desk("state.open"));
    await page.keyboard.press("e");
    await expect.poll(() => agent.stateOfTalk.textContent()).toBe(words.desk("state.resolved"));

    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText(words.desk("cheatsheet.write.send"), { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: words.desk("palette.label") }).fill(words.desk("command.go.contacts"));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: words.desk("contacts.title"), exact: true }).waitFor();

    await page.keyboard.press("/");
    await page.getByLabel(words.desk("search.label")).pressSequentially("课程");
    const hit = page.getByRole("list", { name: words.desk("search.results") }).getByRole("link").filter({ hasText: people[1] });
    await hit.locator("mark").filter({ hasText: "课程" }).first().waitFor();
    await hit.click();
    await agent.bubble("课程打不开").waitFor();
    world.expectCalm();
  });

  test("what is typed behind a key arrives, though its screen is still on its way", async () => {
    const agent = await agentIn(locale);
    const { page } = agent;
    let release = () => undefined as void;
    const held = new Promise<void>((done) => { release = done; });
    await page.route("**/assets/*.js", async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press("Control+k");
    await page.keyboard.type(words.desk("settings.skills"));
    const palette = page.getByRole("combobox", { name: words.desk("palette.label") });
    expect(await palette.inputValue()).toBe(words.desk("settings.skills"));
    await page.keyboard.press("Enter"); // before the palette knows of any room
    release();
    await page.getByRole("heading", { name: words.desk("settings.skills"), exact: true }).waitFor();

    await page.unroute("**/assets/*.js");
    const again = new Promise<void>((done) => { release = done; });
    await page.route("**/assets/*.js", async (route) => {
      await again;
      await route.continue();
    });
    await page.keyboard.press("/");
    await page.keyboard.type("refund"); // of these letters r and e are keys of the desk
    release();
    await expect.poll(() => page.getByLabel(words.desk("search.label")).inputValue()).toBe("refund");
    world.expectCalm();
  });

  test("the list of keys is whole before anything is open", async () => {
    const agent = await agentIn(locale);
    await agent.page.keyboard.press("?");
    const sheet = agent.page.getByRole("dialog");
    for (const group of ["everywhere", "go", "list", "conversation", "writing", "search", "pairs"]) {
      await sheet.getByRole("region", { name: words.desk(`cheatsheet.group.${group}`), exact: true }).waitFor();
    }
    await sheet.getByText(words.desk("command.conversation.resolve"), { exact: true }).waitFor();
    expect(await obstacles(agent.page)).toEqual([]);
    world.expectCalm();
  });

  test("the palette leads to every screen that the mouse reaches, and begins what they begin", async () => {
    const mine = await api.post<{ id: string }>("/v1/views", { name: `Refunds ${locale}`, filter: { states: ["open"] } });
    const agent = await agentIn(locale);
    const { page } = agent;
    const palette = page.getByRole("combobox", { name: words.desk("palette.label") });
    const choose = async (label: string) => {
      await page.keyboard.press("Control+k");
      await palette.fill(label);
      await page.getByRole("option", { name: label, exact: true }).waitFor();
      await page.keyboard.press("Enter");
      await palette.waitFor({ state: "hidden" });
    };

    await page.goto(`${world.desk.url}/settings/profile`);
    const rooms = page.getByRole("navigation", { name: words.desk("settings.title") }).getByRole("link");
    await rooms.first().waitFor();
    const links = (await rooms.allInnerTexts()).map((room) => words.desk("command.go.room", { room }));
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: links[0], exact: true }).waitFor();
    const offered = async () => (await page.getByRole("option").allInnerTexts()).map((each) => each.split("\n")[0]); // behind it stands its key
    for (const label of [...links, words.desk("command.go.view", { view: `Refunds ${locale}` }), words.desk("command.go.suggestions"), words.desk("command.contact.add"), words.desk("command.conversation.begin")]) {
      await expect.poll(offered).toContain(label);
    }
    await page.keyboard.press("Escape");

    await choose(words.desk("command.go.room", { room: words.desk("settings.teams") }));
    await page.getByRole("heading", { name: words.desk("settings.teams"), exact: true }).waitFor();
    await choose(words.desk("command.go.view", { view: `Refunds ${locale}` }));
    await page.getByRole("heading", { name: `Refunds ${locale}`, exact: true }).waitFor();
    expect(page.url()).toContain(mine.id);
    await choose(words.desk("command.go.organisations"));
    await page.getByRole("heading", { name: words.desk("organisations.title"), exact: true }).waitFor();

    await page.goto(`${world.desk.url}/search`);
    await page.getByLabel(words.desk("search.label")).waitFor();
    await choose(words.desk("command.organisation.add"));
    const dialog = page.getByRole("dialog", { name: words.desk("organisations.add") });
    await dialog.getByLabel(words.desk("organisations.name"), { exact: true }).fill(`澜学教育 ${locale}`);
    await dialog.getByRole("button", { name: words.desk("organisations.add") }).click();
    await page.getByRole("heading", { name: `澜学教育 ${locale}`, exact: true }).waitFor();
    world.expectCalm();
  });

  test("what was begun is still there after a reload, and after another conversation", async () => {
    const [one, two] = [`Bo ${locale}`, `Cai ${locale}`];
    await came(one, `${one} waits`);
    await came(two, `${two} waits`);
    const agent = await agentIn(locale);
    await agent.view("unassigned");
    await agent.row(one).click();
    await agent.box.fill("half a sentence");
    await agent.page.getByText(words.desk("draft.saved")).waitFor();

    await agent.page.reload();
    await expect.poll(() => agent.written()).toBe("half a sentence");
    await agent.box.fill("half a sentence, and more");
    await agent.row(two).click();
    await agent.bubble(`${two} waits`).waitFor();
    await expect.poll(() => agent.written()).toBe("");
    await agent.row(one).click();
    await expect.poll(() => agent.written()).toBe("half a sentence, and more");
    world.expectCalm();
  });

  test("a note stays inside the house", async () => {
    const shop = await world.shop(snippetOf(world.desk.url, chat));
    const visitor = new Visitor(await world.person(locale), words);
    await visitor.page.goto(shop.url);
    await visitor.openChat();
    const first = `${locale}: is anybody there?`;
    await visitor.write(first);
    const agent = await agentIn(locale);
    await agent.view("unassigned");
    await agent.row(first).click();
    await agent.bubble(first).waitFor();

    await agent.page.keyboard.press("n");
    await agent.noteBox.fill("this one is difficult");
    await agent.noteBox.press("Control+Enter");
    await agent.bubble("this one is difficult").waitFor();
    await agent.page.getByRole("tab", { name: words.desk("composer.reply") }).click();
    await agent.box.fill("Yes, we are here");
    await agent.box.press("Control+Enter");

    await visitor.bubble("Yes, we are here").waitFor();
    expect(await visitor.log.getByText("this one is difficult").count()).toBe(0);
    await visitor.page.reload();
    await visitor.openChat();
    await visitor.bubble("Yes, we are here").waitFor();
    expect(await visitor.log.getByText("this one is difficult").count()).toBe(0);
    world.expectCalm();
  });

  test("language and light are one's own, and stay", async () => {
    const agent = await agentIn(locale);
    const { page } = agent;
    const other = wordsOf(locale === "en" ? "zh-CN" : "en");

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: words.desk("palette.label") }).fill(words.desk("command.theme.turn"));
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: words.desk("palette.label") }).fill(words.desk("command.language.turn"));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: other.desk("view.mine"), exact: true }).waitFor();

    await page.reload();
    await page.getByRole("heading", { name: other.desk("view.mine"), exact: true }).waitFor();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(await api.get("/v1/me")).toMatchObject({ staff: { locale: locale === "en" ? "zh-CN" : "en" } });
    world.expectCalm();
  });

  test("on a phone there is one thing at a time, and a way back", async () => {
    const name = `Dan ${locale}`;
    await came(name, `${name} writes from the bus`);
    const agent = await agentIn(locale, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const { page } = agent;
    await page.getByRole("button", { name: words.desk("desk.views"), exact: true }).tap();
    await page.getByRole("menuitem", { name: words.desk("view.all"), exact: false }).first().tap();
    await agent.row(name).tap();
    await agent.bubble("writes from the bus").waitFor();
    expect(await agent.row(name).count()).toBe(0);

    await agent.box.tap();
    await agent.box.fill("Good morning");
    const box = (await agent.sendButton.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    expect(box.y + box.height).toBeLessThanOrEqual(844);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await agent.sendButton.tap();
    await agent.bubble("Good morning").waitFor();

    await page.getByRole("button", { name: words.desk("act.back"), exact: true }).tap();
    await page.getByRole("heading", { name: words.desk("view.all"), exact: true }).waitFor();
    await agent.row(name).tap();
    await agent.bubble("Good morning").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: words.desk("view.all"), exact: true }).waitFor();
    world.expectCalm();
  });
});
