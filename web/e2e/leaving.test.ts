// A customer on somebody's site: named by it, away when the answer comes, back by
// mail and by the link in it. And the contact form, with scripts and without.

import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api } from "./api";
import { obstacles } from "./axe";
import { openPostbox, type Postbox } from "./postbox";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

interface Channel { id: string; key: string; secret: string }

let world: World;
let api: Api;
let box: Postbox;
let chat: Channel;
let mailbox: Channel;
let form: Channel;

beforeAll(async () => {
  world = await World.open();
  box = await openPostbox();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post("/v1/channels", { kind: "email", name: "Support", settings: { address: "help@example.com", from_name: "Cloud Ridge", smtp: { host: "127.0.0.1", port: box.port, security: "none" } } });
  chat = await api.post("/v1/channels", { kind: "webchat", name: "Website", settings: {
    before: { asks: true, fields: [{ name: "name" }, { name: "email", required: true }, { name: "topic", choices: [{ "zh-CN": "物流", en: "Delivery" }] }, { name: "consent", link: "https://example.com/privacy" }] },
    continuing: { mailbox: mailbox.id, minutes: 1 },
    look: { launcher: { en: "Ask us", "zh-CN": "问问我们" }, position: "left", radius: 6 },
  } });
  form = await api.post("/v1/channels", { kind: "form", name: "Contact", settings: { mailbox: mailbox.id, files: true, fields: [{ name: "name" }, { name: "email", required: true }, { name: "message", required: true }, { name: "consent" }] } });
});
afterAll(async () => {
  await world?.close();
  await box?.close();
});

function snippet(more = ""): string {
  return `<script async src="${world.desk.url}/widget.js" data-channel="${chat.key}" data-locale="auto"></script><script>window.anlan = window.anlan || [];${more}</script>`;
}

/** What the shop's own server would sign. */
function vouch(subject: string, email: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const body = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: subject, aud: chat.key, iat: now, exp: now + 600, email, email_verified: true, name: "Mei 梅" })}`;
  return `${body}.${createHmac("sha256", chat.secret).update(body).digest("base64url")}`;
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const say = (text: string) => `${locale}: ${text}`;

  test("the questions come first, and their answers come with the first message", async () => {
    const visitor = new Visitor(await world.person(locale), words);
    onTestFinished(() => visitor.page.context().close());
    await visitor.page.goto((await world.shop(snippet())).url);
    await visitor.page.getByRole("button", { name: words.loader("open") }).click();
    const begin = visitor.chat.getByRole("button", { name: words.chat("begin") });
    await begin.click();
    await visitor.chat.getByText(words.chat("missing")).first().waitFor();
    await visitor.chat.getByLabel(words.chat("email")).fill(`ann-${locale}@example.com`);
    await visitor.chat.getByLabel(words.chat("topic")).selectOption({ index: 1 });
    await visitor.chat.getByRole("checkbox").check();
    expect(await obstacles(visitor.page.frames().find((frame) => frame.url().includes("/widget/frame"))!)).toEqual([]);
    await begin.click();
    await visitor.write(say("first"));
    await visitor.chat.getByRole("button", { name: words.chat("emoji"), exact: true }).click();
    await visitor.chat.getByRole("searchbox").fill(locale === "en" ? "parcel" : "快递");
    await visitor.chat.getByRole("searchbox").press("Enter");
    expect(await visitor.box.inputValue()).toBe("📦");
    await expect.poll(async () => {
      const found = await api.get<{ items: { subject: string; preview: string }[] }>("/v1/conversations?view=all");
      return found.items.find((each) => each.preview === say("first"))?.subject;
    }).toBe(locale === "en" ? "Delivery" : "物流");
    world.expectCalm();
  });

  test.each([true, false])("the contact form is sent, scripts: %s", async (javaScriptEnabled) => {
    const page = await world.person(locale, { javaScriptEnabled, viewport: { width: 390, height: 844 } });
    onTestFinished(() => page.context().close());
    const t = (zh: string, en: string) => (locale === "en" ? en : zh);
    await page.goto(`${world.desk.url}/contact/${form.key}`);
    await page.getByLabel(t("留言内容", "Message")).fill(say(`form ${javaScriptEnabled}`));
    await page.getByRole("button", { name: t("提交", "Send") }).click();
    await page.getByText(t("邮箱", "E-mail")).first().waitFor();
    await page.getByText(t("请填写此项。", "Please fill this in.")).first().waitFor();
    expect(await page.getByLabel(t("留言内容", "Message")).inputValue()).toBe(say(`form ${javaScriptEnabled}`));
    if (javaScriptEnabled) expect(await obstacles(page)).toEqual([]);
    await page.getByLabel(t("邮箱", "E-mail")).fill(`form-${locale}@example.com`);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: t("提交", "Send") }).click();
    await page.getByText(/#\d+/).waitFor();
    // A program is faster than three seconds, so these are marked in any case; only
    // without scripts because no work was done.
    const found = await api.get<{ items: { id: string; preview: string }[] }>("/v1/conversations?view=all");
    const { id } = found.items.find((each) => each.preview === say(`form ${javaScriptEnabled}`))!;
    const said = await api.get<{ items: { code: string; values: { reasons?: string[] } }[] }>(`/v1/conversations/${id}/messages`);
    const reasons = said.items.flatMap((each) => each.values.reasons ?? []);
    expect(reasons.includes("no_work")).toBe(!javaScriptEnabled);
    world.expectCalm();
  });
});

// A reply waits a minute to be read, which is the shortest that can be set; all else
// about time is told by the tests of the server, whose clock is moved by hand.
test("named by the site, answered by mail after leaving, and back by mail and by link", { timeout: 180_000 }, async () => {
  const locale = "en";
  const words = wordsOf(locale);
  const say = (text: string) => `${locale}: ${text}`;
  const address = `mei-${locale}@example.com`;
  const token = vouch(`user-${locale}`, address);
  const visitor = new Visitor(await world.person(locale), words);
  const shop = await world.shop(snippet(`anlan.push(["identify", { token: "${token}" }]);`));
  await visitor.page.goto(shop.url);
  await visitor.openChat(); // whom the site has named is asked nothing
  await visitor.write(say("where is my order"));
  await visitor.page.context().close();

  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale), words);
  onTestFinished(() => agent.page.context().close());
  await agent.enter(api);
  await agent.view("unassigned");
  await agent.row(say("where is my order")).click();
  await agent.box.fill(say("it left today"));
  await agent.sendButton.click();
  const mail = await box.waitFor(address);
  expect(mail).toContain("Cloud Ridge");
  const id = /^Message-ID:\s+(<[^>]+>)/im.exec(mail)![1]!;
  await api.mail(mailbox.key, `From: ${address}\nSubject: Re: x\nMessage-ID: <back-${locale}@example.com>\nIn-Reply-To: ${id}\n\n${say("thank you by mail")}\n`);
  await agent.bubble(say("thank you by mail")).waitFor();

  const link = /https?:\/\/\S+#anlan-resume=[\w.-]+/.exec(mail)![0];
  const back = await world.person(locale, { viewport: { width: 390, height: 844 } });
  onTestFinished(() => back.context().close());
  await back.goto(link);
  await back.getByRole("article").filter({ hasText: say("it left today") }).waitFor();
  expect(back.url()).not.toContain("resume");
  await back.getByRole("textbox", { name: words.chat("write") }).fill(say("back in the chat"));
  await back.keyboard.press("Enter");
  await agent.bubble(say("back in the chat")).waitFor();
  expect(await obstacles(back)).toEqual([]);

  const laptop = new Visitor(await world.person(locale), words);
  onTestFinished(() => laptop.page.context().close());
  await laptop.page.goto(shop.url);
  await laptop.openChat();
  await laptop.bubble(say("it left today")).waitFor(); // another device, the same person
  await laptop.page.evaluate(() => (window as unknown as { AnlanChat: { reset(): void } }).AnlanChat.reset());
  await laptop.bubble(say("it left today")).waitFor({ state: "detached" });
  world.expectCalm();
});

test("a form stands in a page of another site by one line", async () => {
  const page = await world.person("en");
  onTestFinished(() => page.context().close());
  await page.goto((await world.shop(`<script async src="${world.desk.url}/contact.js" data-channel="${form.key}"></script>`)).url);
  const inside = page.frameLocator("iframe");
  await inside.getByLabel("Message").fill("from another site");
  await inside.getByLabel("E-mail").fill("other@example.com");
  await inside.getByRole("checkbox").check();
  await inside.getByRole("button", { name: "Send" }).click();
  await inside.getByText("Your message has arrived").waitFor();
  world.expectCalm();
});
