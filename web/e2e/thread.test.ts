// A conversation of a thousand messages: only what is near the view is drawn, the
// place that is read stays where it is, and every message can be reached.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const many = 1000;

let world: World;
let api: Api;
let shop: Channel;
let long = "";

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "shop" });
  for (let at = 0; at < many; at++) long = (await say(`line-${at} ${at % 7 === 0 ? "茶到了，可是袋子破了，能换吗？ ".repeat(9) : "and thank you"}${at === 321 ? " kingfisher" : ""}`, at)).conversation_id;
}, 120_000);
afterAll(() => world?.close());

function say(text: string, at: number): Promise<{ conversation_id: string }> {
  return api.post(`/v1/inbound/${shop.key}`, {
    external_id: `m-${at}`, thread: "a-long-one", sender: { external_id: "li", name: "李华" }, text, sent_at: new Date(Date.UTC(2026, 1, 1) + Math.floor(at / 5) * 3_600_000 + (at % 5) * 60_000).toISOString(),
  });
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentAt(search = ""): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    await agent.page.goto(`${api.url}/desk/all?c=${long}${search}`);
    await agent.thread.getByRole("article").first().waitFor();
    return agent;
  }
  /** The message in the middle of the view, and how far below the top it stands. */
  const inView = (agent: Agent) => agent.thread.evaluate((box) => {
    const { top, height } = box.getBoundingClientRect();
    const row = [...box.querySelectorAll<HTMLElement>("article")].find((each) => each.getBoundingClientRect().top - top > height / 3)!;
    return { id: row.id, at: row.getBoundingClientRect().top - top };
  });
  const placeOf = (agent: Agent, id: string) => agent.thread.evaluate((box, wanted) => {
    const row = document.getElementById(wanted);
    return row ? row.getBoundingClientRect().top - box.getBoundingClientRect().top : NaN;
  }, id);
  const drawn = (agent: Agent) => agent.thread.getByRole("article").count();
  const fromEnd = (agent: Agent) => agent.thread.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  const frames = (agent: Agent) => agent.page.evaluate(() => new Promise((done) => { let left = 12; const next = () => { if (left-- > 0) requestAnimationFrame(next); else done(null); }; next(); }));

  test("earlier messages come without a jump, and few are drawn", async () => {
    const agent = await agentAt();
    const { page } = agent;
    await agent.bubble(`line-${many - 1} `).waitFor();
    await expect.poll(() => fromEnd(agent)).toBeLessThan(3);
    expect(await obstacles(page)).toEqual([]);
    for (let turn = 0; turn < 6; turn++) {
      const pages = page.waitForResponse((answer) => answer.url().includes("/messages?") && answer.url().includes("after="));
      await agent.thread.evaluate((box) => { box.scrollTop = 500; }); // near enough that a page is fetched
      await frames(agent);
      const before = await inView(agent);
      await pages;
      await frames(agent);
      expect(Math.abs(await placeOf(agent, before.id) - before.at)).toBeLessThan(2);
      expect(await drawn(agent)).toBeLessThan(60);
    }
    await agent.thread.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => agent.thread.evaluate((box) => box.scrollTop)).toBeGreaterThan(0); // the page before has come, and the place is kept
    await page.keyboard.press("End");
    await expect.poll(() => fromEnd(agent)).toBeLessThan(3);
    await expect.poll(() => agent.bubble(`line-${many - 1} `).count()).toBe(1);
    world.expectCalm();
  });

  test("scrolling up and down again line by line keeps everything in order", async () => {
    const agent = await agentAt();
    await agent.bubble(`line-${many - 1} `).waitFor();
    await agent.thread.hover();
    for (let turn = 0; turn < 40; turn++) {
      await agent.page.mouse.wheel(0, -700);
      if (turn % 8 === 7) await frames(agent);
    }
    const seen = await agent.thread.getByRole("article").evaluateAll((all) => all
      .map((each) => ({ line: Number(/line-(\d+) /.exec(each.textContent ?? "")?.[1]), top: each.getBoundingClientRect().top, bottom: each.getBoundingClientRect().bottom, place: Number(each.getAttribute("aria-posinset")) })));
    expect(seen[0]!.line).toBeLessThan(many - 50);
    for (const [at, one] of seen.slice(1).entries()) {
      expect(one.line).toBe(seen[at]!.line + 1);
      expect(one.place).toBe(one.line + 1);
      expect(one.top).toBeGreaterThanOrEqual(seen[at]!.bottom); // no two lie on one another
    }
    world.expectCalm();
  });

  test("news is counted for who reads above, and shown to who is at the end", async () => {
    const agent = await agentAt();
    await agent.bubble(`line-${many - 1} `).waitFor();
    const next = many + (locale === "en" ? 10 : 0);
    await say(`fresh-${next} hello`, next);
    await agent.bubble(`fresh-${next} `).waitFor();
    await expect.poll(() => fromEnd(agent)).toBeLessThan(3);
    await agent.thread.evaluate((box) => { box.scrollTop -= 1500; });
    await frames(agent);
    const before = await inView(agent);
    await say(`fresh-${next + 1} hello`, next + 1);
    await say(`fresh-${next + 2} hello`, next + 2);
    const below = agent.page.getByRole("button", { name: words.desk(locale === "en" ? "thread.news_other" : "thread.news_other", { count: 2 }) });
    await below.waitFor();
    expect(Math.abs(await placeOf(agent, before.id) - before.at)).toBeLessThan(2);
    await below.click();
    await agent.bubble(`fresh-${next + 2} `).waitFor();
    await expect.poll(() => fromEnd(agent)).toBeLessThan(3);
    expect(await below.count()).toBe(0);
    world.expectCalm();
  });

  test("words far back are found from within, and a hit of the search is gone to", async () => {
    const agent = await agentAt();
    const { page } = agent;
    await agent.bubble("fresh-").first().waitFor();
    await agent.thread.focus();
    await page.keyboard.press("Control+f");
    const bar = page.getByRole("search", { name: words.desk("find.label") });
    await bar.getByRole("searchbox").fill("KINGfisher");
    await agent.bubble("kingfisher").waitFor();
    await expect.poll(async () => (await placeOf(agent, await agent.bubble("kingfisher").getAttribute("id") ?? ""))).toBeGreaterThan(100);
    await bar.getByText(words.desk("find.at", { at: 1, count: 1 })).waitFor();
    expect(await obstacles(page)).toEqual([]);
    expect(await drawn(agent)).toBeLessThan(60);
    const id = (await agent.bubble("kingfisher").getAttribute("id"))!;
    await page.keyboard.press("Escape");
    await expect.poll(() => bar.count()).toBe(0);
    await page.goto(`${api.url}/desk/all?c=${long}&m=${id.replace("message-", "")}`);
    await page.locator(`#${id}.is-found`).waitFor();
    await frames(agent);
    const box = (await agent.thread.boundingBox())!;
    const place = await placeOf(agent, id);
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThan(box.height);
    world.expectCalm();
  });
});
