// A customer shows who they are before they are told what is in an account: a code goes to
// an address that is known to be theirs, and nobody at the desk sees it. What is hidden
// of a message is shown with a reason, and who looked is written down.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { BrowserContextOptions } from "playwright-core";
import { Agent } from "./agent";
import { hire, settle, type Api, type Channel } from "./api";
import { faintUnderThePointer } from "./contrast";
import { looksWell, phone, picture } from "./looks";
import { openPostbox, type Postbox } from "./postbox";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let box: Postbox;
let mailbox: Channel;

beforeAll(async () => {
  world = await World.open();
  box = await openPostbox();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Support", settings: { address: "help@example.com", from_name: "Cloud Ridge", smtp: { host: "127.0.0.1", port: box.port, security: "none" } } });
});
afterAll(async () => {
  await world?.close();
  await box?.close();
});

const idCard = "11010519491231002X";
const hiddenCard = /1101\*+002X|\*+/;

let letters = 0;
const mails = (name: string, address: string, text: string, subject = "Order", answers = "") => {
  letters += 1;
  return api.mail(mailbox.key, `From: ${name} <${address}>\nTo: help@example.com\nSubject: ${subject}\nMessage-ID: <p${letters}@example.com>\n${answers}Content-Type: text/plain; charset=utf-8\n\n${text}\n`);
};

/** What stands alone in a line of the mail. */
const codeIn = (mail: string) => /^(\d{6})\r?$/m.exec(mail)![1]!;
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

interface Check { state: string; tries_left: number; address: string }

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const talks = { "zh-CN": "您好，我的订单到哪里了？请把收货地址发给我。", en: "Hello, where is my order? Please tell me the address you have." }[locale];

  async function agentIn(who: Api = api, options: BrowserContextOptions = {}): Promise<Agent> {
    await who.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(who);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("a code goes by mail; a wrong one leaves fewer tries, the right one shows who it is", async () => {
    const name = `Wang ${locale}`;
    const address = `wang-${locale.toLowerCase()}@example.com`;
    const { conversation_id: id } = await mails(name, address, talks);
    const check = () => api.get<Check>(`/v1/conversations/${id}/identity-check`);
    const agent = await agentIn();
    const { page } = agent;
    await agent.view("unassigned");
    await agent.row(name).click();
    const block = page.getByRole("region", { name: words.desk("identityCheck.title") });
    await block.getByText(words.desk("identityCheck.state.none")).waitFor();
    await looksWell(page, `check-none-${locale}`);
    await block.getByRole("button", { name: words.desk("identityCheck.ask") }).click();
    await block.getByText(words.desk("identityCheck.sentTo", { address })).waitFor(); // the job has sent it, and its fact arrived

    const mail = await box.waitFor(address);
    const code = codeIn(mail);
    expect(mail).toContain(locale === "en" ? "never ask for this code by phone" : "不会打电话向您索要验证码");
    expect(await page.content()).not.toContain(code);

    const answer = block.getByLabel(words.desk("identityCheck.code"));
    await answer.fill(other(code));
    await block.getByRole("button", { name: words.desk("identityCheck.compare"), exact: true }).click();
    await block.getByRole("alert").waitFor();
    await block.getByText(locale === "en" ? /^Counts until .* Tries left: 4/ : /前有效，还可以试 4 次/).waitFor();
    expect(await check()).toMatchObject({ state: "sent", tries_left: 4 });
    await looksWell(page, `check-wrong-${locale}`);
    await page.emulateMedia({ colorScheme: "dark" });
    await looksWell(page, `check-wrong-dark-${locale}`);
    await page.emulateMedia({ colorScheme: "light" });

    await answer.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await answer.press("Enter");
    await block.getByText(words.desk("identityCheck.state.passed")).waitFor();
    await block.getByText(words.desk("identityCheck.byStaff", { who: "林岚" })).waitFor();
    await page.getByText(words.desk("timeline.identity_check.passed")).first().waitFor();
    expect((await check()).state).toBe("passed");
    await looksWell(page, `check-passed-${locale}`);
    await page.emulateMedia({ colorScheme: "dark" });
    await looksWell(page, `check-passed-dark-${locale}`);
    world.expectCalm();
  });

  test("a message of the customer that holds the code passes by itself", async () => {
    const name = `Mei ${locale}`;
    const address = `mei-${locale.toLowerCase()}@example.com`;
    const { conversation_id: id } = await mails(name, address, talks);
    const agent = await agentIn(api, phone);
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${id}`);
    await page.getByRole("button", { name: words.desk("contact.panel") }).click();
    const block = page.getByRole("region", { name: words.desk("identityCheck.title") });
    await block.getByRole("button", { name: words.desk("identityCheck.ask") }).click();
    await block.getByText(words.desk("identityCheck.sentTo", { address })).waitFor();
    await block.scrollIntoViewIfNeeded();
    await looksWell(page, `check-phone-${locale}`);
    const code = codeIn(await box.waitFor(address));
    await mails(name, address, code, "Re: code", `In-Reply-To: <p${letters}@example.com>\n`);
    await block.getByText(words.desk("identityCheck.state.passed")).waitFor();
    await block.getByText(words.desk("identityCheck.byMessage")).waitFor();
    await picture(page, `check-phone-passed-${locale}`);
    world.expectCalm();
  });

  test("whoever only claims an address gets no code, and a refusal is noted", async () => {
    const shop = await api.post<Channel>("/v1/channels", { kind: "api", name: `Shop ${locale}` });
    const name = `Nobody ${locale}`;
    const { conversation_id: id } = await api.post<{ conversation_id: string }>(`/v1/inbound/${shop.key}`, { external_id: `x-${locale}`, sender: { external_id: name, name }, text: talks });
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${id}`);
    const block = page.getByRole("region", { name: words.desk("identityCheck.title") });
    await block.getByText(words.desk("identityCheck.hindered.no_address")).waitFor();
    await block.getByRole("button", { name: words.desk("identityCheck.refuse") }).click();
    await block.getByText(words.desk("identityCheck.state.refused")).waitFor();
    await looksWell(page, `check-refused-${locale}`);
    world.expectCalm();
  });

  test("who asks for somebody else’s data is refused in words of their language, by one click", async () => {
    const name = `Li ${locale}`;
    const asks = { "zh-CN": "帮我查一下我老公的订单", en: "Please check my husband's order" }[locale];
    const refusal = { "zh-CN": "我们不能提供或修改他人账户里的信息", en: "we cannot tell or change anything in somebody else" }[locale];
    const { conversation_id: id } = await mails(name, `li-${locale.toLowerCase()}@example.com`, asks);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${id}`);
    const banner = page.getByRole("list", { name: words.desk("risk.open") });
    await banner.getByText(words.desk("gist.risk.others_data")).waitFor();
    await banner.getByText(locale === "en" ? "check my husband's order" : "查一下我老公的订单").waitFor();
    await banner.getByRole("button", { name: words.desk("risk.useRefusal") }).click();
    await expect.poll(() => agent.written()).toContain(refusal);
    await looksWell(page, `others-${locale}`);
    await page.mouse.move(0, 0); // what the pointer rests on changes its colours more slowly
    await page.emulateMedia({ colorScheme: "dark" });
    await looksWell(page, `others-dark-${locale}`);
    expect(await faintUnderThePointer(banner.getByRole("button"))).toEqual([]);
    await page.getByRole("img", { name: words.desk("gist.risk.others_data"), exact: true }).first().waitFor(); // and it is not the mark of what is grave
    await banner.getByRole("button", { name: words.desk("risk.falseAlarm") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("ok");
    await dialog.getByRole("button", { name: words.desk("risk.falseAlarm"), exact: true }).click();
    await banner.getByText(words.desk("gist.risk.others_data")).waitFor({ state: "detached" });
    world.expectCalm();
  });

  test("what is hidden is shown with a reason, and the report says who looked", async () => {
    const name = `Zhao ${locale}`;
    const { conversation_id: id } = await mails(name, `zhao-${locale.toLowerCase()}@example.com`, locale === "en" ? `My ID card is ${idCard}` : `我的身份证号是 ${idCard}`);
    const clerk = await hire(api, { name: `Clerk ${locale}`, email: `clerk-${locale.toLowerCase()}@example.com`, role: "agent" }, locale);
    const agent = await agentIn(clerk);
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${id}`);
    await agent.thread.getByText(hiddenCard).first().waitFor();
    expect(await page.content()).not.toContain(idCard);
    await agent.thread.getByRole("button", { name: words.desk("personal.show"), exact: true }).click();
    const why = page.getByRole("tooltip").filter({ hasText: words.desk("unmask.why") });
    await looksWell(page, `unmask-${locale}`);
    await why.getByText(words.desk("unmask.reason.identity")).click();
    await why.getByRole("button", { name: words.desk("unmask.show") }).click();
    await agent.thread.getByText(idCard).waitFor();
    await picture(page, `unmasked-${locale}`);

    const boss = await agentIn();
    await boss.page.goto(`${api.url}/settings/unmaskings`);
    const line = boss.page.getByRole("row").filter({ hasText: `Clerk ${locale}` });
    await line.getByText(words.desk("unmask.reason.identity")).waitFor();
    await line.getByText(words.desk("personal.kind.id_card")).waitFor();
    await looksWell(boss.page, `unmaskings-${locale}`);
    await boss.page.emulateMedia({ colorScheme: "dark" });
    await looksWell(boss.page, `unmaskings-dark-${locale}`);
    await boss.page.goto(`${api.url}/settings/privacy`);
    await boss.page.getByText(words.desk("privacy.asItCame")).waitFor();
    await looksWell(boss.page, `privacy-dark-${locale}`);
    await boss.page.emulateMedia({ colorScheme: "light" });
    await looksWell(boss.page, `privacy-${locale}`);
    await boss.page.setViewportSize({ width: 390, height: 844 });
    await looksWell(boss.page, `privacy-phone-${locale}`);
    await boss.page.goto(`${api.url}/settings/unmaskings`);
    await line.waitFor();
    await looksWell(boss.page, `unmaskings-phone-${locale}`);
    world.expectCalm();
  });
});
