// A mailbox is connected, falls ill and is mended; what becomes of each reply is seen on it.

import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Page } from "playwright-core";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { openMailroom, type Mailroom } from "./mailroom";
import { openPostbox, type Postbox } from "./postbox";
import { wordsOf, type Locale } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let room: Mailroom;
let box: Postbox;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  [room, box] = await Promise.all([openMailroom("open-sesame"), openPostbox()]);
});
afterAll(async () => {
  await world?.close();
  await Promise.all([room?.close(), box?.close()]);
});

async function agentIn(locale: Locale): Promise<Agent> {
  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale), wordsOf(locale));
  await agent.enter(api);
  onTestFinished(() => agent.page.context().close());
  return agent;
}

async function serverOf(page: Page, words: Agent["words"], side: "imap" | "smtp", port: number): Promise<void> {
  const group = page.getByRole("group", { name: words.desk(`channels.${side}`) });
  await group.getByLabel(words.desk(`wizard.host.${side}`)).fill("127.0.0.1");
  await group.getByLabel(words.desk("channels.security")).click();
  await page.locator(".ant-select-dropdown:visible").getByText(words.desk("channels.securities.none"), { exact: true }).click();
  await group.getByLabel(words.desk("channels.port")).fill(String(port));
}

test("a mailbox is recognised, tried, told what is wrong, mended and opened", async () => {
  const { page, words } = await agentIn("zh-CN");
  await page.goto(`${world.desk.url}/settings/channels`);
  await page.getByRole("button", { name: words.desk("channels.add") }).click();
  await page.getByText(words.desk("channel.kind.email"), { exact: true }).click();
  await page.getByLabel(words.desk("channels.name")).fill("售后邮箱");
  await page.getByRole("button", { name: words.desk("wizard.next") }).click();

  const address = page.getByLabel(words.desk("wizard.address"));
  await address.fill("help@qq.com");
  await address.press("Enter");
  await page.getByText(words.desk("wizard.by.domain", { provider: words.desk("wizard.provider.qq") })).waitFor();
  await page.getByText(words.desk("wizard.entry.auth_code")).waitFor();
  await page.getByLabel(words.desk("wizard.password.auth_code")).fill("guess");
  await page.getByText(words.desk("wizard.servers"), { exact: true }).click();
  await serverOf(page, words, "imap", room.port);
  await serverOf(page, words, "smtp", box.port);
  box.login = "535 5.7.8 Login fail. Please enter your authorization code to login.";

  const attempt = page.getByRole("button", { name: words.desk("wizard.try"), exact: true });
  await attempt.click();
  await page.getByText(words.desk("wizard.verdict.in.failed")).waitFor();
  await page.getByText(words.desk("wizard.verdict.out.failed")).waitFor();
  await page.getByText("请在邮箱设置里开启 IMAP/SMTP 服务，生成授权码").waitFor();
  expect(await obstacles(page)).toEqual([]);

  box.login = "235 in";
  await page.getByLabel(words.desk("wizard.password.auth_code")).fill("open-sesame");
  await attempt.click();
  await page.getByText(words.desk("wizard.verdict.in.ok_other", { count: 0 })).waitFor();
  await page.getByText(words.desk("wizard.verdict.out.ok")).waitFor();
  await page.getByRole("button", { name: words.desk("wizard.open"), exact: true }).click();
  await page.getByRole("heading", { name: "售后邮箱" }).waitFor();
  await page.getByText(words.desk("health.state.ok")).waitFor();

  // What else belongs to a mailbox: a provider's word, the key that signs, how mail gets here.
  await page.getByRole("heading", { name: words.desk("reception.title") }).waitFor();
  await page.getByRole("button", { name: words.desk("dkim.make") }).click();
  await expect.poll(() => page.getByLabel(words.desk("dkim.name")).inputValue()).toBe("anlan._domainkey.qq.com");
  await page.getByText(words.desk("channels.grantInstead"), { exact: true }).click();
  await page.getByLabel(words.desk("channels.clientId")).fill("client-of-the-house");
  await page.getByRole("button", { name: words.desk("channels.connect.other"), exact: true }).click();
  await page.getByText(words.desk("channels.grantProviderMissing")).waitFor();
  world.expectCalm();
});

test("a channel that falls ill is marked on every screen, with what to do, and is mended", async () => {
  const down = await api.post<Channel>("/v1/channels", { kind: "form", name: "Feedback", settings: { mailbox: "" } });
  const mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Answers", settings: { address: "answers@example.com", smtp: { host: "127.0.0.1", port: box.port, security: "none" } } });
  await api.patch(`/v1/channels/${down.id}`, { settings: { mailbox: mailbox.id } });
  const { page, words } = await agentIn("en");
  const mark = page.getByRole("button", { name: new RegExp(words.desk("shell.channelsIll_one", { count: 1 })) });
  expect(await mark.count()).toBe(0);

  await api.patch(`/v1/channels/${mailbox.id}`, { state: "closed" });
  await mark.click();
  await page.getByText(words.desk("health.part.answering")).waitFor();
  await page.getByRole("region", { name: "Feedback" }).getByText("Choose another mailbox on the channel's page").waitFor();
  expect(await obstacles(page)).toEqual([]);
  await page.getByRole("region", { name: "Feedback" }).getByRole("link").click();
  await page.getByText(words.desk("health.state.broken")).waitFor();

  await page.setViewportSize({ width: 390, height: 844 }); // with the mark it is as narrow as it gets
  const lines = await page.locator(".rail-place").evaluateAll((places) => places.filter((place) => place.checkVisibility()).map((place) => {
    const range = document.createRange();
    range.selectNodeContents(place.lastElementChild!);
    return [place.textContent, new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size, place.getBoundingClientRect().width >= 44];
  }));
  expect(lines.map(([name]) => [name, 1, true])).toEqual(lines);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1280, height: 900 });

  await api.patch(`/v1/channels/${mailbox.id}`, { state: "active" });
  await page.getByText(words.desk("health.state.ok")).waitFor();
  await mark.waitFor({ state: "detached" });
  await page.getByRole("button", { name: new RegExp(words.desk("shell.notifications")) }).click();
  await page.getByText(words.desk("notification.kind.troubled", { who: "Feedback" })).waitFor();
  await page.getByText(words.desk("notification.kind.recovered", { who: "Feedback" })).waitFor();
  world.expectCalm();
});

test("a mailbox that cannot answer, or not sign as it should, says so and what to do", async () => {
  const mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Letters", settings: { address: "letters@example.com" } });
  const { page, words } = await agentIn("zh-CN");
  const mark = page.getByRole("button", { name: new RegExp(words.desk("shell.channelsIll_other", { count: 1 })) });
  await mark.click();
  await page.getByRole("region", { name: "Letters" }).getByText("请在渠道页面填写发信服务器").waitFor();
  await page.getByRole("region", { name: "Letters" }).getByRole("link").click();
  await page.getByText(words.desk("health.state.troubled")).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await obstacles(page)).toEqual([]);

  await api.patch(`/v1/channels/${mailbox.id}`, { settings: { smtp: { host: "127.0.0.1", port: box.port, security: "none" }, sign_replies: true } });
  await page.getByText("但没有可用来为 letters@example.com 签名的密钥").first().waitFor();
  await api.patch(`/v1/channels/${mailbox.id}`, { settings: { sign_replies: false } });
  await page.getByText(words.desk("health.state.ok")).first().waitFor();
  world.expectCalm();
});

test("what stands unsaved in the form stays while a switch below it is saved, and a colleague's change comes in beside it", async () => {
  const mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Seeds", settings: { address: "seeds@example.com", from_name: "Seeds", imap: { host: "127.0.0.1", port: room.port, security: "none", user: "seeds", password: "open-sesame" } } });
  const { page, words } = await agentIn("zh-CN");
  await page.goto(`${world.desk.url}/settings/channels/${mailbox.id}`);
  const name = page.getByLabel(words.desk("channels.name"), { exact: true });
  const sender = page.getByLabel(words.desk("channels.fromName"));
  const user = page.getByRole("group", { name: words.desk("channels.imap") }).getByLabel(words.desk("channels.user"));
  await name.fill("种子铺");
  await user.fill("seeds-of-the-house");

  await page.getByRole("switch", { name: words.desk("outgoing.quote") }).click();
  await page.getByText(words.desk("act.saved")).first().waitFor();
  await expect.poll(() => page.getByRole("switch", { name: words.desk("outgoing.quote") }).getAttribute("aria-checked")).toBe("true");
  expect([await name.inputValue(), await user.inputValue()]).toEqual(["种子铺", "seeds-of-the-house"]);

  await api.patch(`/v1/channels/${mailbox.id}`, { settings: { from_name: "Seeds and bulbs" } });
  await expect.poll(() => sender.inputValue()).toBe("Seeds and bulbs");
  expect([await name.inputValue(), await user.inputValue()]).toEqual(["种子铺", "seeds-of-the-house"]);

  await page.getByRole("button", { name: words.desk("channels.save"), exact: true }).click();
  await page.getByRole("heading", { name: "种子铺" }).waitFor();
  await api.patch(`/v1/channels/${mailbox.id}`, { name: "Seeds of ours" }); // saved boxes are touched no more
  await expect.poll(() => name.inputValue()).toBe("Seeds of ours");
  const now = await api.get<Channel & { settings: { quote?: boolean; from_name: string; imap: { user: string; password: string } } }>(`/v1/channels/${mailbox.id}`);
  expect(now.settings).toMatchObject({ quote: true, from_name: "Seeds and bulbs", imap: { user: "seeds-of-the-house" } });
  expect(now.settings.imap.password).not.toBe("");
  world.expectCalm();
});

test("a reply says how far it came: sent, arrived, come back, or nobody knows", async () => {
  const mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Support", settings: { address: "support@example.com", smtp: { host: "127.0.0.1", port: box.port, security: "none" } } });
  box.login = undefined;
  box.silentFor = /^vague@/;
  const agent = await agentIn("en");
  const { page, words } = agent;
  const answered = async (who: string) => {
    const talk = await api.mail(mailbox.key, `From: ${who} <${who}@customers.example>\nTo: support@example.com\nSubject: Question of ${who}\nMessage-ID: <${who}@customers.example>\n\nWhere is it?\n`);
    await page.goto(`${world.desk.url}/desk/all?c=${talk.conversation_id}`);
    await agent.box.fill(`It is on its way, ${who}`);
    await agent.sendButton.click();
    return { mail: await box.waitFor(`${who}@customers.example`), bubble: agent.bubble(`It is on its way, ${who}`) };
  };
  const report = (mail: string, who: string, action: string, status: string) => api.mail(mailbox.key, `Return-Path: <>
From: MAILER-DAEMON@customers.example
To: support@example.com
Subject: Delivery Status Notification
Message-ID: <report-${who}@customers.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

Report.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customers.example

Final-Recipient: rfc822; ${who}@customers.example
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; ${status} said so

--x
Content-Type: message/rfc822-headers

Message-ID: ${/^Message-ID:\s*(<[^>]+>)/im.exec(mail)![1]!}

--x--
`);

  const happy = await answered("happy");
  await happy.bubble.getByText(words.desk("delivery.sent")).waitFor();
  await report(happy.mail, "happy", "delivered", "2.1.5");
  await happy.bubble.getByText(words.desk("delivery.delivered")).waitFor();

  const gone = await answered("gone");
  await report(gone.mail, "gone", "failed", "5.1.1");
  await gone.bubble.getByText(words.desk("delivery.reason.address_unknown")).waitFor();
  await gone.bubble.getByText(words.desk("delivery.todo.address_unknown")).waitFor();
  await page.locator(".identity-mark.is-bounced").waitFor();

  const stray = await api.mail(mailbox.key, "Return-Path: <>\nFrom: MAILER-DAEMON@nowhere.example\nTo: support@example.com\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: <stray@nowhere.example>\n\nYour message could not be delivered.\n550 5.1.1 unknown\n");
  await page.goto(`${world.desk.url}/desk/all?c=${stray.conversation_id}`);
  await page.getByRole("complementary", { name: words.desk("contact.panel") }).getByText(words.desk("contact.automatic")).waitFor();
  await page.getByText(words.desk("identity.claimed")).first().waitFor();

  const vague = await answered("vague");
  await vague.bubble.getByText(words.desk("delivery.unknown")).waitFor();
  await vague.bubble.getByRole("button", { name: words.desk("delivery.arrived") }).click();
  await vague.bubble.getByText(words.desk("delivery.delivered")).waitFor();
  world.expectCalm();
});

test("what stands below replies is written once, in plain words: mine, then the channel's", async () => {
  const mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Teas", settings: { address: "teas@example.com", smtp: { host: "127.0.0.1", port: box.port, security: "none" } } });
  const agent = await agentIn("zh-CN");
  const { page, words } = agent;
  const write = async (label: string, save: string, text: string) => {
    await page.getByRole("textbox", { name: words.desk(label) }).fill(text);
    await page.getByRole("button", { name: words.desk(save) }).click();
    await page.getByText(words.desk("act.saved")).first().waitFor();
  };
  await page.goto(`${world.desk.url}/settings/profile`);
  await write("signature.title", "signature.save", "林岚 敬上");
  await page.goto(`${world.desk.url}/settings/channels/${mailbox.id}`);
  await write("outgoing.signature", "outgoing.save", "茶铺 <9:00-18:00>");
  await page.reload();
  await expect.poll(() => page.getByRole("textbox", { name: words.desk("outgoing.signature") }).textContent()).toBe("茶铺 <9:00-18:00>");

  const talk = await api.mail(mailbox.key, "From: Chen <chen@customers.example>\nTo: teas@example.com\nSubject: Tea\nMessage-ID: <chen@customers.example>\n\nWhich one?\n");
  await page.goto(`${world.desk.url}/desk/all?c=${talk.conversation_id}`);
  await agent.box.fill("The green one");
  await agent.sendButton.click();
  const mail = await box.waitFor("chen@customers.example");
  expect(mail).toMatch(/The green one\s+-- \s+林岚 敬上\s+茶铺 <9:00-18:00>/);
  expect(mail).toContain("茶铺 &lt;9:00-18:00&gt;");
  world.expectCalm();
});
