// What is written while something else happens: a reply on its way, a note that
// gets other words.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

interface Said { items: { id: string; kind: string; text: string; html: string; revisions: number }[] }

let world: World;
let api: Api;
let shop: Channel;
let me: string;
let count = 0;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  me = (await api.get<{ staff: { id: string } }>("/v1/me")).staff.id;
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "shop" });
});
afterAll(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function begin(): Promise<{ agent: Agent; path: string }> {
    await api.patch("/v1/me", { locale });
    const n = ++count;
    const { conversation_id: id } = await api.post<{ conversation_id: string }>(`/v1/inbound/${shop.key}`, { external_id: `w-${n}`, thread: `t-${n}`, sender: { external_id: `c-${n}`, name: "王小明" }, text: `问题 ${n}` });
    const agent = new Agent(await world.person(locale), words);
    onTestFinished(() => agent.page.context().close());
    await agent.enter(api);
    await agent.page.goto(`${api.url}/desk/all?c=${id}`);
    await agent.bubble(`问题 ${n}`).waitFor();
    return { agent, path: `/v1/conversations/${id}` };
  }
  const said = async (path: string) => (await api.get<Said>(`${path}/messages`)).items;

  test("what is typed while a reply is under way stays, and is kept", async () => {
    const { agent, path } = await begin();
    const { page } = agent;
    let release = () => undefined as void;
    const held = new Promise<void>((done) => { release = done; });
    const asked = new Promise<void>((done) => {
      void page.route("**/v1/conversations/*/messages", async (route) => {
        if (route.request().method() !== "POST") return route.continue();
        done();
        await held;
        return route.continue();
      });
    });
    await agent.box.click();
    await page.keyboard.type("first words");
    await page.keyboard.press("Control+Enter");
    await asked;
    await expect.poll(() => agent.written()).toBe("");
    await page.keyboard.type("second thoughts");
    release();
    await agent.bubble("first words").waitFor();
    await page.getByText(words.desk("draft.saved")).waitFor();
    expect(await agent.written()).toBe("second thoughts");
    await page.reload();
    await expect.poll(() => agent.written()).toBe("second thoughts");
    expect((await said(path)).map((each) => each.text).slice(1)).toEqual(["first words"]);
    world.expectCalm();
  });

  test("a reply that did not arrive comes back before what was typed since", async () => {
    const { agent, path } = await begin();
    const { page } = agent;
    let refuse = () => undefined as void;
    const held = new Promise<void>((done) => { refuse = done; });
    await page.route("**/v1/conversations/*/messages", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await held;
      return route.abort();
    });
    await agent.box.click();
    await page.keyboard.type("first words");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => agent.written()).toBe("");
    await page.keyboard.type("second thoughts");
    refuse();
    await expect.poll(() => agent.written()).toBe("first words\nsecond thoughts");
    await page.getByText(words.desk("draft.saved")).waitFor();
    expect(await said(path)).toHaveLength(1);
    world.expectCalm();
  });

  test("a note is written anew with its markup and the colleagues it names", async () => {
    const { agent, path } = await begin();
    const { page } = agent;
    await api.post(`${path}/messages`, { kind: "note", html: `<p>ask <span data-mention="staff:${me}">@林岚</span> about the <strong>broken</strong> bag</p><ul><li>one</li></ul>` });
    const note = agent.bubble("broken");
    await note.waitFor();
    await note.hover();
    await note.getByRole("button", { name: words.desk("message.rewrite") }).click();
    const box = page.getByRole("textbox", { name: words.desk("message.rewriteLabel") });
    await box.locator("strong").getByText("broken").waitFor();
    await expect.poll(() => box.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" two @");
    await page.getByRole("listbox", { name: words.desk("composer.colleagues") }).getByRole("option", { name: /林岚/ }).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    await box.waitFor({ state: "hidden" });
    await note.getByText(words.desk("message.revised"), { exact: true }).waitFor();
    const last = (await said(path)).at(-1)!;
    expect(last.revisions).toBe(1);
    expect(last.html).toContain("<strong>broken</strong>");
    expect(last.html.split(`data-mention="staff:${me}"`)).toHaveLength(3);
    world.expectCalm();
  });
});
