// One person who is here twice is found, merged and parted again by hand, and
// nothing is lost on the way; who is not the same stays away until that is taken back.

import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { phone, picture, sideways } from "./looks";
import { locales, wordsOf } from "./words";
import { World } from "./world";

interface Card { id: string; name: string; identities: { id: string; kind: string; value: string; verified: boolean }[] }

let world: World;
let api: Api;
let mailbox: Channel;
let shop: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "support@example.com" });
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "商城" });
});
afterAll(() => world?.close());

let letters = 0;

/** A letter in a thread of its own, and whose it is. */
async function mail(name: string, address: string, text: string): Promise<{ conversation: string; contact: string }> {
  const who = /^[\w ]*$/.test(name) ? name : `=?utf-8?B?${Buffer.from(name).toString("base64")}?=`;
  const { conversation_id } = await api.mail(mailbox.key, `Message-ID: <${++letters}@post.example>\nFrom: ${who} <${address}>\nTo: support@example.com\nSubject: ${text}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`);
  return { conversation: conversation_id, contact: await contactOf(conversation_id) };
}

async function contactOf(conversation: string): Promise<string> {
  return (await api.get<{ contact: { id: string } }>(`/v1/conversations/${conversation}`)).contact.id;
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentIn(options: BrowserContextOptions = {}): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("a suggestion with its reasons is merged beside the conversation; what comes later follows; undone from the card", async () => {
    const home = `lanxue-${locale.toLowerCase()}.example`;
    const [han, latin] = locale === "en" ? ["李思远", "Li Siyuan"] as const : ["王小明", "Wang Xiaoming"] as const;
    const one = await mail(han, `wang@${home}`, `words of one ${locale}`);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${one.conversation}`);
    await agent.bubble(`words of one ${locale}`).waitFor();
    const two = await mail(latin, `xm@${home}`, `words of two ${locale}`);

    const panel = page.getByRole("region", { name: words.desk("alike.title") });
    await panel.getByText(words.desk("alike.because.same_company", { value: home }), { exact: false }).waitFor(); // live, without a reload
    await panel.getByText(words.desk("alike.because.name_sound", { value: `${han} / ${latin}` }), { exact: false }).waitFor();
    await picture(page, `panel-${locale}`);
    expect(await obstacles(page)).toEqual([]);
    await panel.getByRole("button", { name: words.desk("alike.compareWith", { name: latin }) }).click();
    const dialog = page.getByRole("dialog", { name: words.desk("alike.mergeTitle") });
    await dialog.getByText(`words of two ${locale}`).waitFor();
    await dialog.getByText(`words of one ${locale}`).waitFor();
    await dialog.getByRole("radio").first().check();
    await picture(page, `dialog-${locale}`);
    expect(await obstacles(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.desk("alike.merge"), exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await panel.getByText(words.desk("alike.from"), { exact: false }).waitFor();
    expect(await contactOf(two.conversation)).toBe(one.contact);

    const late = await mail(latin, `xm@${home}`, `late words ${locale}`);
    expect(late.contact).toBe(one.contact);
    await page.goto(`${api.url}/contacts/${one.contact}`);
    await page.getByRole("link", { name: new RegExp(`late words ${locale}`) }).first().waitFor();
    await page.getByText(`xm@${home}`, { exact: true }).waitFor();
    await picture(page, `merged-${locale}`);
    await page.getByRole("button", { name: words.desk("alike.undoOf", { name: latin }) }).click();
    await page.getByText(`xm@${home}`, { exact: true }).waitFor({ state: "detached" });
    // A conversation that began while one stood for both was theirs from its first word, and stays.
    for (const [talk, who] of [[one.conversation, one.contact], [two.conversation, two.contact], [late.conversation, one.contact]] as const) {
      expect(await contactOf(talk)).toBe(who);
    }
    expect((await api.get<Card>(`/v1/contacts/${two.contact}`)).identities.map((each) => each.value)).toEqual([`xm@${home}`]);
    world.expectCalm();
  });

  test("all suggestions are worked off with the keyboard; who is not the same stays away until it is taken back", async () => {
    const name = locale === "en" ? "Siti Rahmawati" : "歐陽娜娜";
    const again = locale === "en" ? "RAHMAWATI, Siti" : "欧阳 娜娜";
    const one = await mail(name, `a-${locale.toLowerCase()}@qq.com`, `first ${locale}`);
    const two = await mail(again, `b-${locale.toLowerCase()}@qq.com`, `second ${locale}`);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/contacts`);
    await page.getByRole("link", { name: words.desk("contacts.alike") }).click();
    const list = page.getByRole("list", { name: words.desk("alike.all") });
    const row = list.getByRole("listitem").filter({ hasText: name });
    await row.getByText(words.desk("alike.because.similar_name", { value: "" }).trim().replace(/[:：]$/, ""), { exact: false }).waitFor();
    await picture(page, `page-${locale}`);
    expect(await obstacles(page)).toEqual([]);
    const rows = await list.getByRole("listitem").allInnerTexts();
    for (const text of rows) {
      if (text.includes(name)) break;
      await page.keyboard.press("j");
    }
    expect(await row.getAttribute("aria-current")).toBe("true");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: words.desk("alike.mergeTitle") });
    await dialog.getByText(`second ${locale}`).waitFor();
    await dialog.getByRole("button", { name: words.desk("act.cancel") }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.keyboard.press("x");
    await row.waitFor({ state: "detached" });

    await mail(name, `b+tag-${locale.toLowerCase()}@qq.com`, `third ${locale}`); // somebody new, whom both may be
    const links = () => api.get<{ suggestions: { contact: Card }[] }>(`/v1/contacts/${one.contact}/merge`);
    await expect.poll(async () => (await links()).suggestions.length, { timeout: 20_000 }).toBe(1);
    expect((await links()).suggestions[0]!.contact.id).not.toBe(two.contact);

    await page.goto(`${api.url}/contacts/${one.contact}`);
    await page.getByText(words.desk("alike.apartList_one", { count: 1 })).click();
    const back = page.getByRole("button", { name: words.desk("alike.takeBackOf", { name: again }) });
    await back.waitFor();
    await picture(page, `apart-${locale}`);
    expect(await obstacles(page)).toEqual([]);
    await page.setViewportSize(phone.viewport!);
    await picture(page, `apart-phone-${locale}`);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await back.click();
    await back.waitFor({ state: "detached" });
    await page.getByRole("button", { name: words.desk("alike.compareWith", { name: again }) }).waitFor(); // live, once they were compared
    world.expectCalm();
  });

  test("an address is added, told whose it is when taken, and removed, on a phone too", async () => {
    const mark = locale === "en" ? "4" : "3";
    const one = await mail("林静", `lin-${locale.toLowerCase()}@qq.com`, `card ${locale}`);
    await mail("赵云", `zhao-${locale.toLowerCase()}@qq.com`, `other card ${locale}`);
    await api.post(`/v1/inbound/${shop.key}`, { external_id: `m-${locale}`, text: "x", sender: { external_id: `user-2041${mark}`, name: "商城用户" } });
    const agent = await agentIn(phone);
    const { page } = agent;
    await page.goto(`${api.url}/contacts/${one.contact}`);
    await page.getByRole("button", { name: words.desk("alike.add") }).click();
    const value = page.getByRole("textbox", { name: words.desk("identity.email"), exact: true });
    await value.fill(`zhao-${locale.toLowerCase()}@qq.com`);
    await page.getByRole("button", { name: words.desk("alike.add") }).click();
    const alert = page.getByRole("alert").filter({ hasText: "赵云" });
    await alert.waitFor();
    await picture(page, `taken-phone-${locale}`);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await obstacles(page)).toEqual([]);
    await alert.getByRole("button", { name: words.desk("alike.compare") }).click();
    const dialog = page.getByRole("dialog", { name: words.desk("alike.mergeTitle") });
    await dialog.getByText(`other card ${locale}`).waitFor();
    await picture(page, `dialog-phone-${locale}`);
    await dialog.getByRole("button", { name: words.desk("act.cancel") }).click();
    await dialog.waitFor({ state: "hidden" });

    await value.fill(`second-${locale.toLowerCase()}@qq.com`);
    await page.getByRole("button", { name: words.desk("alike.add") }).click();
    const line = page.getByRole("listitem").filter({ hasText: `second-${locale.toLowerCase()}@qq.com` });
    await line.getByText(words.desk("identity.mark.email")).waitFor();
    await line.getByRole("button", { name: words.desk("alike.removeOf", { value: `second-${locale.toLowerCase()}@qq.com` }) }).click();
    await page.getByRole("button", { name: words.desk("alike.remove"), exact: true }).click();
    await line.waitFor({ state: "detached" });

    await page.goto(`${api.url}/contacts/suggestions`);
    await page.getByRole("heading", { name: words.desk("alike.all") }).waitFor();
    await page.getByRole("list", { name: words.desk("alike.all") }).waitFor();
    await picture(page, `page-phone-${locale}`);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await obstacles(page)).toEqual([]);
    world.expectCalm();
  });
});
