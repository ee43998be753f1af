// Mail that goes astray in an old thread: a new matter is split off, and a stranger
// is heard and told nothing.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let mailbox: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "support@example.com", settings: { address: "support@example.com" } });
});
afterAll(() => world?.close());

function mail(ref: string, from: string, subject: string, text: string, answers = ""): Promise<{ conversation_id: string }> {
  const head = answers ? `In-Reply-To: <${answers}@shop.example>\n` : "";
  return api.mail(mailbox.key, `Message-ID: <${ref}@shop.example>\n${head}From: ${from}\nTo: support@example.com\nSubject: ${subject}\n\n${text}\n`);
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("a new subject is split off and put back, and a stranger waits for a decision", async () => {
    const one = `course-${locale}`;
    const li = `Li Hua <li-${locale}@shop.example>`;
    const first = await mail(one, li, `Course does not open ${locale}`, `words of ${one}`);
    await mail(`${one}-2`, li, `Invoice for March ${locale}`, `about an invoice ${locale}`, one);
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${first.conversation_id}`);
    await agent.bubble(`about an invoice ${locale}`).waitFor();
    const links = page.getByRole("list", { name: words.desk("merge.links") });
    await links.getByText(`Invoice for March ${locale}`).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/letters-split-${locale}.png` });
    await links.getByRole("button", { name: words.desk("propose.accept") }).click();
    await links.getByText(words.desk("split.from")).waitFor();
    await expect.poll(() => agent.bubble(`words of ${one}`).count()).toBe(0);
    await links.getByRole("button", { name: words.desk("merge.undo") }).first().click();

    await mail(`${one}-3`, `Eve <eve-${locale}@elsewhere.example>`, `Course does not open ${locale}`, `let me in ${locale}`, one);
    await page.goto(`${api.url}/desk/all?c=${first.conversation_id}`);
    const stranger = links.getByText(`eve-${locale}@elsewhere.example`);
    await stranger.waitFor();
    await agent.bubble(`let me in ${locale}`).getByText(words.desk("stranger.mark")).waitFor();
    expect(await links.getByRole("button", { name: words.desk("propose.accept") }).count()).toBe(1); // only to split the stranger off
    expect(await obstacles(page)).toEqual([]);
    await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/letters-stranger-${locale}.png` });
    await page.setViewportSize({ width: 390, height: 844 });
    await stranger.waitFor();
    await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/letters-phone-${locale}.png` });
    await page.setViewportSize({ width: 1280, height: 800 });
    await links.getByRole("button", { name: words.desk("stranger.refuse") }).click();
    await expect.poll(() => stranger.count()).toBe(0);
    world.expectCalm();
  });

  test("a mailbox answers by itself in the house's words, and each mail says whether it did", async () => {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    const { page } = agent;
    await page.goto(`${api.url}/settings/channels/${mailbox.id}`);
    const toggle = page.getByRole("switch", { name: words.desk("autoReply.on") });
    if (!(await toggle.isChecked())) await toggle.click();
    await expect.poll(() => toggle.isChecked()).toBe(true);
    const sample = page.getByRole("figure", { name: words.desk("autoReply.preview") });
    await sample.getByText("#20417").waitFor();
    const box = page.getByRole("textbox", { name: words.desk("autoReply.text") });
    await box.fill("Dear {{contact.name}}, {{conversation.number}} {{password}}");
    await page.getByText("{{password}}", { exact: false }).last().waitFor();
    await box.fill(`Ours ${locale}: {{contact.name|you}}, #{{conversation.number}}.\n{{expected}}`);
    await sample.getByText(`Ours ${locale}:`).waitFor();
    await sample.getByText(/\{\{/).waitFor({ state: "detached" });
    await page.getByRole("button", { name: words.desk("autoReply.save") }).click();
    await expect.poll(async () => (await api.get<{ settings: { auto_reply: { text: Record<string, string> } } }>(`/v1/channels/${mailbox.id}`)).settings.auto_reply.text[locale]).toContain(`Ours ${locale}`);
    await sample.scrollIntoViewIfNeeded();
    expect(await obstacles(page)).toEqual([]);
    await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/letters-settings-${locale}.png` });
    await page.setViewportSize({ width: 390, height: 844 });
    await sample.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/letters-settings-phone-${locale}.png` });
    await page.setViewportSize({ width: 1280, height: 800 });

    const date = new Date().toUTCString().replace("GMT", "+0000");
    const list = await api.mail(mailbox.key, `Message-ID: <list-${locale}@shop.example>\nList-Id: <news.shop.example>\nDate: ${date}\nFrom: News <news-${locale}@shop.example>\nTo: support@example.com\nSubject: News ${locale}\n\nlatest ${locale}\n`);
    await page.goto(`${api.url}/desk/all?c=${list.conversation_id}`);
    await agent.bubble(`latest ${locale}`).getByText(words.desk("autoReply.sign.list"), { exact: false }).waitFor();
    await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/letters-why-${locale}.png` });
    world.expectCalm(/auto-reply\/preview/); // the wording that was refused
  });
});
