// An organisation is entered, takes in who writes from its domain, and lists,
// conversations and the search are narrowed to it: at a desk and on a phone.

import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { looksWell, phone, picture } from "./looks";
import { locales, wordsOf, type Locale } from "./words";
import { World } from "./world";

interface Card { id: string; name: string; organisation: { name: string } | null }

let world: World;
let api: Api;
let mailbox: Channel;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

let letters = 0;

async function mail(name: string, address: string, text: string): Promise<string> {
  const who = `=?utf-8?B?${Buffer.from(name).toString("base64")}?=`;
  const { conversation_id } = await api.mail(mailbox.key, `Message-ID: <${++letters}@post.example>\nFrom: ${who} <${address}>\nTo: support@example.com\nSubject: =?utf-8?B?${Buffer.from(text).toString("base64")}?=\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`);
  return (await api.get<{ contact: Card }>(`/v1/conversations/${conversation_id}`)).contact.id;
}

async function belongs(contact: string): Promise<string | undefined> {
  return (await api.get<Card>(`/v1/contacts/${contact}`)).organisation?.name;
}

async function agentIn(locale: Locale, options: BrowserContextOptions = {}): Promise<Agent> {
  const agent = new Agent(await world.person(locale, options), wordsOf(locale));
  await agent.enter(api);
  onTestFinished(() => agent.page.context().close());
  return agent;
}

async function choose(page: Page, box: Locator, text: string): Promise<void> {
  await box.click();
  await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").filter({ hasText: text }).click();
}

async function begin(locale: Locale): Promise<void> {
  api = await settle(world.desk.url, world.desk.setupLink, locale);
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "support@example.com" });
}

/** Two who write from an organisation, and one who does not. */
async function three(): Promise<{ firm: string; ouyang: string; zhao: string }> {
  const { id: firm } = await api.post<{ id: string }>("/v1/organisations", { name: "澜学教育集团", domains: ["lanxue.example"], joins_by_domain: true });
  const wang = await mail("王小明", "wang@lanxue.example", "课程打不开");
  const ouyang = await mail("欧阳静", "ouyang@qq.com", "发票抬头");
  const zhao = await mail("赵云", "zhao@lanxue.example", "直播卡顿");
  await api.patch(`/v1/contacts/${wang}`, { tags: ["老客户", "续费"] });
  return { firm, ouyang, zhao };
}

test.each(locales)("an organisation is entered, and takes in who writes from its domain (%s)", async (locale) => {
  const say = wordsOf(locale).desk;
  await begin(locale);
  await api.post("/v1/fields", { object: "organisation", key: "contract", names: { "zh-CN": "合同号", en: "Contract" }, type: "text" });
  const wang = await mail("王小明", "wang@lanxue.example", "课程打不开");
  await mail("欧阳静", "ouyang@qq.com", "发票抬头");
  const { page } = await agentIn(locale);

  await page.goto(`${api.url}/contacts`);
  await page.getByRole("navigation", { name: say("contactList.tabs") }).getByRole("link", { name: say("organisations.title") }).click();
  await page.getByRole("heading", { name: say("organisations.empty") }).waitFor();
  await looksWell(page, `empty-${locale}`);
  await page.getByRole("button", { name: say("organisations.add") }).click();
  const dialog = page.getByRole("dialog", { name: say("organisations.add") });
  await dialog.getByLabel(say("organisations.name")).fill("澜学教育");
  await dialog.getByLabel(say("organisations.domains")).fill("LANXUE.example");
  await page.keyboard.press("Enter");
  await dialog.getByRole("switch", { name: say("organisations.joins") }).click();
  await looksWell(page, `new-${locale}`);
  await dialog.getByRole("button", { name: say("organisations.add") }).click();

  // Who was here before is proposed, who writes now joins.
  await page.getByRole("heading", { name: "澜学教育", level: 1 }).waitFor();
  const proposed = page.getByRole("list", { name: say("organisations.proposals") });
  await proposed.getByRole("link", { name: "王小明" }).waitFor();
  expect(await belongs(wang)).toBeUndefined();
  await looksWell(page, `proposed-${locale}`);
  await proposed.getByRole("button", { name: say("organisations.join") }).click();
  const members = page.getByRole("list", { name: say("organisations.who") });
  await members.getByRole("link", { name: "王小明" }).waitFor();
  const zhao = await mail("赵云", "zhao@lanxue.example", "直播卡顿");
  await members.getByRole("link", { name: "赵云" }).waitFor(); // live, without a reload
  expect(await belongs(zhao)).toBe("澜学教育");

  // Its name, its tier, what colleagues should know; the address stays.
  await page.getByRole("textbox", { name: say("organisations.name"), exact: true }).fill("澜学教育集团");
  await page.getByLabel(say("organisations.notes")).fill("续约谈到十月");
  await page.getByRole("button", { name: say("organisations.save") }).click();
  await page.getByRole("heading", { name: "澜学教育集团", level: 1 }).waitFor();
  const contract = locale === "en" ? "Contract" : "合同号";
  await page.getByRole("button", { name: contract }).click();
  await page.getByRole("textbox", { name: contract }).fill("HT-2026");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "HT-2026" }).waitFor();
  await page.reload();
  await page.getByText("HT-2026").waitFor();
  await members.getByRole("link", { name: "赵云" }).waitFor();
  await page.getByRole("list", { name: say("organisations.conversations") }).getByRole("link").nth(1).waitFor();
  await looksWell(page, `card-${locale}`);
  await page.emulateMedia({ colorScheme: "dark" });
  await looksWell(page, `card-dark-${locale}`);
  await page.emulateMedia({ colorScheme: "light" });

  // Its conversations, at the desk.
  await page.getByRole("link", { name: say("organisations.atDesk") }).click();
  await page.getByRole("option").nth(1).waitFor();
  expect(await page.getByRole("option").allTextContents()).toEqual([expect.stringContaining("直播卡顿"), expect.stringContaining("课程打不开")]);
  await page.keyboard.press("f");
  await page.getByRole("dialog").getByText("澜学教育集团").waitFor();
  await picture(page, `filter-${locale}`);
  world.expectCalm();
});

test.each(locales)("contacts are listed by organisation, tag and name, and the search knows organisations (%s)", async (locale) => {
  const say = wordsOf(locale).desk;
  await begin(locale);
  await three();
  const { page } = await agentIn(locale);
  await page.goto(`${api.url}/contacts`);
  const rows = page.getByRole("list", { name: say("contacts.title") }).getByRole("listitem");
  const names = () => rows.locator(".line-main").allTextContents();
  await expect.poll(names).toEqual(["赵云", "欧阳静", "王小明"]);
  await choose(page, page.getByRole("combobox", { name: say("contactList.order") }), say("contactList.orderOf.name"));
  await expect.poll(names).toEqual(["欧阳静", "王小明", "赵云"]);
  await looksWell(page, `contacts-${locale}`);
  await page.emulateMedia({ colorScheme: "dark" });
  await looksWell(page, `contacts-dark-${locale}`);
  await page.emulateMedia({ colorScheme: "light" });
  await choose(page, page.getByRole("combobox", { name: say("contactList.organisation") }), "澜学教育集团");
  await expect.poll(names).toEqual(["王小明", "赵云"]);
  await choose(page, page.getByRole("combobox", { name: say("contactList.tag") }), "老客户");
  await expect.poll(names).toEqual(["王小明"]);
  await page.reload();
  await expect.poll(names).toEqual(["王小明"]);

  await page.goto(`${api.url}/search`);
  await page.getByRole("searchbox", { name: say("search.label") }).fill(`wang ${say("search.word.key.organisation")}:lanxue.example`);
  const hits = page.getByRole("list", { name: say("search.results") });
  await hits.getByRole("link", { name: "王小明" }).first().waitFor();
  await page.getByRole("searchbox", { name: say("search.label") }).fill(`${say("search.word.key.organisation")}:澜学`);
  await hits.getByRole("link", { name: "直播卡顿" }).waitFor();
  await page.getByRole("list", { name: say("organisations.title") }).getByRole("link", { name: "澜学教育集团" }).waitFor();
  expect(await hits.getByRole("link").count()).toBe(2);
  await looksWell(page, `search-${locale}`);
  world.expectCalm();
});

test.each(locales)("on a phone: the lists, from a contact to where they belong, and the end of an organisation (%s)", async (locale) => {
  const say = wordsOf(locale).desk;
  await begin(locale);
  const { firm, ouyang, zhao } = await three();
  const { page: small } = await agentIn(locale, phone);
  const address = `${api.url}/contacts/organisations/${firm}`;
  await small.goto(`${api.url}/contacts?sort=name`);
  await small.getByRole("link", { name: "欧阳静" }).waitFor();
  await looksWell(small, `contacts-phone-${locale}`);
  await small.goto(`${api.url}/contacts/organisations`);
  await small.getByRole("link", { name: "澜学教育集团" }).waitFor();
  await looksWell(small, `organisations-phone-${locale}`);
  await small.goto(`${api.url}/contacts/${zhao}`);
  await small.getByRole("link", { name: say("belonging.open", { name: "澜学教育集团" }) }).click();
  await small.waitForURL(address);
  await small.getByRole("list", { name: say("organisations.who") }).getByRole("link", { name: "赵云" }).waitFor();
  await looksWell(small, `card-phone-${locale}`);

  await small.getByRole("button", { name: say("organisations.partFrom", { name: "赵云" }) }).click();
  await expect.poll(() => belongs(zhao)).toBeUndefined();
  await small.getByRole("combobox", { name: say("organisations.addMember") }).fill("欧阳");
  await small.locator(".ant-select-item-option").filter({ hasText: "欧阳静" }).click();
  await expect.poll(() => belongs(ouyang)).toBe("澜学教育集团");
  await small.getByRole("button", { name: say("organisations.remove") }).click();
  await small.getByRole("dialog").getByRole("button", { name: say("organisations.remove") }).click();
  await small.getByRole("heading", { name: say("organisations.empty") }).waitFor();
  expect(await belongs(ouyang)).toBeUndefined();
  await small.goto(address);
  await small.getByRole("heading", { name: say("organisations.gone") }).waitFor();
  world.expectCalm();
});
