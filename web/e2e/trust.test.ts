// Who wrote: what speaks for a sender, what speaks against, and what somebody says to it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { faintUnderThePointer } from "./contrast";
import { locales, wordsOf, type Locale } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let mailbox: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "售后邮箱", settings: { address: "help@lanxue-tea.com", from_name: "澜学茶铺" } });
});
afterAll(() => world?.close());

function mail(subject: string, from: string, found: string, words = "您好"): string {
  return `Authentication-Results: ${found}\nFrom: ${from}\nTo: help@lanxue-tea.com\nSubject: ${subject}\nMessage-ID: <${subject}@mail.test>\nContent-Type: text/plain; charset=utf-8\n\n${words}\n`;
}

const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** For whoever wants to look: `ANLAN_E2E_LOOK` is a folder. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.ANLAN_E2E_LOOK;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

async function agentIn(locale: Locale): Promise<Agent> {
  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale), wordsOf(locale));
  await agent.enter(api);
  return agent;
}

async function onAPhone(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await isWide(page)).toBe(false);
  await look(page, `${name}-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test.each(locales)("a receiver is confirmed, and what it finds is shown; a double is warned of until somebody knows it (%s)", async (locale) => {
  await api.patch(`/v1/channels/${mailbox.id}`, { settings: { receiver: "" } });
  await api.mail(mailbox.key, mail(`first-${locale}`, "Ann <ann@brightpaper.com>", "mx.provider.test; dmarc=pass header.from=brightpaper.com"));
  const agent = await agentIn(locale);
  const { page, words } = agent;
  const say = (key: string, values?: Record<string, string>) => words.desk(key, values);

  await page.goto(`${world.desk.url}/settings/channels/${mailbox.id}`);
  await page.getByRole("button", { name: `${say("trust.receiver.trust")}: mx.provider.test` }).click();
  await page.getByText(say("trust.receiver.trusted"), { exact: true }).waitFor();
  await page.getByText(say("trust.receiver.title"), { exact: true }).scrollIntoViewIfNeeded();
  await look(page, `receiver-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await onAPhone(page, `receiver-${locale}`);

  const good = await api.mail(mailbox.key, mail(`good-${locale}`, "Ann <ann@brightpaper.com>", "mx.provider.test; spf=pass smtp.mailfrom=brightpaper.com; dkim=pass header.d=brightpaper.com; dmarc=pass header.from=brightpaper.com"));
  await page.goto(`${world.desk.url}/desk/all?c=${good.conversation_id}`);
  await page.getByRole("button", { name: say("trust.mark.verified") }).first().click();
  await page.getByText(say("trust.reason.dmarc_pass", { domain: "brightpaper.com" })).waitFor();
  await look(page, `verified-${locale}`);
  await onAPhone(page, `verified-${locale}`);

  const forged = await api.mail(mailbox.key, mail(`forged-${locale}`, "Ann <ann@brightpaper.com>", "mx.provider.test; dmarc=fail header.from=brightpaper.com"));
  await page.goto(`${world.desk.url}/desk/all?c=${forged.conversation_id}`);
  await page.getByRole("button", { name: say("trust.mark.failed") }).first().waitFor();
  await page.getByText(say("trust.reason.dmarc_fail", { domain: "brightpaper.com", address: "ann@brightpaper.com" })).waitFor();

  const double = await api.mail(mailbox.key, mail(`double-${locale}`, `澜学茶铺客服 <pay-${locale.toLowerCase()}@1anxue-tea.com>`, "mx.provider.test; dmarc=none"));
  await page.goto(`${world.desk.url}/desk/all?c=${double.conversation_id}`);
  const warning = page.getByText(say("trust.warning.like_ours", { domain: "1anxue-tea.com", resembles: "lanxue-tea.com" }));
  await warning.waitFor();
  await look(page, `doubts-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await onAPhone(page, `doubts-${locale}`);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await faintUnderThePointer(page.locator(".doubts").getByRole("button"))).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByText(say("trust.warning.brand_name", { name: "澜学茶铺客服", domain: "1anxue-tea.com" })).waitFor();
  await page.getByRole("button", { name: say("trust.dismiss") }).click(); // one word for both warnings
  await page.getByRole("button", { name: say("trust.restore") }).waitFor();
  expect(await page.getByRole("button", { name: say("trust.dismiss") }).count()).toBe(0);
  await look(page, `dismissed-${locale}`);

  await page.goto(`${world.desk.url}/settings/senders`);
  const address = `pay-${locale.toLowerCase()}@1anxue-tea.com`;
  await page.getByText(address).first().waitFor();
  await look(page, `senders-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await onAPhone(page, `senders-${locale}`);
  await page.getByRole("searchbox", { name: say("senders.search") }).fill("nobody");
  await page.keyboard.press("Enter");
  await page.getByText(say("senders.noHit", { words: "nobody" })).waitFor();
  await page.getByRole("searchbox", { name: say("senders.search") }).fill("PAY-");
  await page.keyboard.press("Enter");
  for (let left = 2; left > 0; left--) {
    await page.getByRole("button", { name: `${say("senders.drop")}: ${address}` }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: say("senders.drop") }).click();
    await expect.poll(() => page.getByRole("button", { name: `${say("senders.drop")}: ${address}` }).count()).toBe(left - 1);
  }
  await page.goto(`${world.desk.url}/desk/all?c=${double.conversation_id}`);
  await page.getByRole("button", { name: say("trust.dismiss") }).waitFor(); // warned again
  world.expectCalm();
  await page.context().close();
});

const secured = join(import.meta.dirname, "../../internal/kit/cms/testdata");

/** A mail as OpenSSL wrote it, under a name of its own for each language. */
function kept(name: string, locale: Locale): string {
  return readFileSync(join(secured, `${name}.eml`), "utf8").replaceAll("\r\n", "\n").replace(`<${name}@`, `<${name}-${locale}@`);
}

test.each(locales)("a signed mail says by whom, and an encrypted one is opened once its key is there (%s)", async (locale) => {
  for (const each of (await api.get<{ items: { id: string }[] }>(`/v1/channels/${mailbox.id}/smime-keys`)).items) await api.remove(`/v1/channels/${mailbox.id}/smime-keys/${each.id}`);
  for (const each of (await api.get<{ items: { id: string }[] }>("/v1/mail-authorities")).items) await api.remove(`/v1/mail-authorities/${each.id}`);
  const signed = await api.mail(mailbox.key, kept("signed", locale));
  const changed = await api.mail(mailbox.key, kept("sha512", locale).replace("barley", "parley"));
  const locked = await api.mail(mailbox.key, kept("nested", locale));
  const agent = await agentIn(locale);
  const { page, words } = agent;
  const say = (key: string, values?: Record<string, string>) => words.desk(key, values);
  const open = (c: { conversation_id: string }) => page.goto(`${world.desk.url}/desk/all?c=${c.conversation_id}`);

  await open(locked);
  const notice = page.getByRole("note").filter({ hasText: say("smime.locked.no_key") });
  await notice.waitFor();
  await look(page, `locked-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await onAPhone(page, `locked-${locale}`);
  await notice.getByRole("button", { name: say("smime.again") }).click();
  await page.getByText(say("smime.stillLocked")).waitFor();

  await page.goto(`${world.desk.url}/settings/channels/${mailbox.id}`);
  await page.getByRole("button", { name: say("smimeKeys.add"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: say("smimeKeys.save") }).click();
  await dialog.getByText(say("smimeKeys.missing")).waitFor();
  await dialog.locator('input[type="file"]').setInputFiles(join(secured, "help.p12"));
  await dialog.getByLabel(say("smimeKeys.passphrase"), { exact: true }).fill("wheat");
  await dialog.getByRole("button", { name: say("smimeKeys.save") }).click();
  await dialog.getByRole("alert").waitFor();
  await look(page, `key-wrong-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await dialog.getByLabel(say("smimeKeys.passphrase"), { exact: true }).fill("barley");
  await dialog.getByRole("button", { name: say("smimeKeys.save") }).click();
  await page.getByText("Lanxue Help").waitFor();
  await page.getByRole("switch", { name: say("smimeKeys.sign") }).click();
  await page.getByText(say("smimeKeys.signNone")).waitFor(); // the key is for another address
  await page.getByRole("switch", { name: say("smimeKeys.sign") }).click();
  await page.getByText(say("smimeKeys.signMeans")).waitFor();
  await page.getByRole("button", { name: say("authorities.add"), exact: true }).click();
  await dialog.locator('input[type="file"]').setInputFiles(join(secured, "root.pem"));
  await look(page, `authority-${locale}`);
  await dialog.getByRole("button", { name: say("authorities.add") }).click();
  await page.getByText("Harbour Test Authority", { exact: true }).waitFor();
  await page.getByText(say("smimeKeys.title"), { exact: true }).scrollIntoViewIfNeeded();
  await look(page, `keys-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText(say("smimeKeys.title"), { exact: true }).scrollIntoViewIfNeeded();
  expect(await isWide(page)).toBe(false);
  await look(page, `keys-${locale}-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });

  await open(locked);
  await page.getByText("The barley is in the harbour. 大麦已到港。").first().waitFor();
  await page.getByRole("button", { name: say("smime.mark.opened") }).first().click();
  await page.getByText(say("smime.opened", { mailbox: "help@lanxue-tea.com", algorithm: "AES-256-CBC" })).waitFor();
  await look(page, `opened-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await onAPhone(page, `opened-${locale}`);

  await open(signed);
  await page.getByRole("button", { name: say("smime.mark.doubtful") }).first().click();
  await page.getByRole("button", { name: say("smime.checkAgain") }).click();
  await page.getByText(say("smime.reason.trusted", { name: "Ann Miller", issuer: "Harbour Test Authority" })).waitFor();
  await look(page, `signed-${locale}`);

  await open(await api.mail(mailbox.key, kept("posing", locale)));
  await page.getByRole("button", { name: say("smime.mark.bad") }).first().waitFor();
  await open(changed);
  await page.getByRole("note").filter({ hasText: say("smime.reason.changed") }).waitFor();
  await look(page, `changed-${locale}`);
  await onAPhone(page, `changed-${locale}`);
  world.expectCalm();
  await page.context().close();
});

test.each(locales)("an invitation is shown in the reader's zone and answered (%s)", async (locale) => {
  const uid = `meeting-${locale}`;
  const invitation = (name: string, method: string, sequence: number) => `From: Ann <ann@brightpaper.com>
To: help@lanxue-tea.com
Subject: 验货 ${locale}
Message-ID: <${name}-${locale}@brightpaper.com>
References: <thread-${locale}@brightpaper.com>
Content-Type: text/calendar; charset=utf-8; method=${method}

BEGIN:VCALENDAR
METHOD:${method}
BEGIN:VEVENT
UID:${uid}
SEQUENCE:${sequence}
DTSTAMP:20260301T01020${sequence}Z
DTSTART;TZID=W. Europe Standard Time:20261210T090000
DTEND;TZID=W. Europe Standard Time:20261210T100000
SUMMARY:到厂验货
LOCATION:Halle 3
ORGANIZER;CN=Ann:mailto:ann@brightpaper.com
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:help@lanxue-tea.com
END:VEVENT
END:VCALENDAR
`;
  await api.patch(`/v1/channels/${mailbox.id}`, { settings: { smtp: { host: "127.0.0.1", port: 9, security: "none" } } });
  const came = await api.mail(mailbox.key, invitation("first", "REQUEST", 0));
  const agent = await agentIn(locale);
  const { page, words } = agent;
  await page.goto(`${world.desk.url}/desk/all?c=${came.conversation_id}`);
  const card = page.getByRole("region", { name: new RegExp("到厂验货") }).first();
  await card.getByText(/16:00.*17:00/).first().waitFor(); // nine in Berlin is four in Shanghai
  await card.getByText(/Europe\/Berlin/).waitFor();
  await look(page, `invitation-${locale}`);
  expect(await obstacles(page)).toEqual([]);
  await onAPhone(page, `invitation-${locale}`);
  await card.getByRole("button", { name: words.desk("calendarEvent.accept") }).click();
  await card.getByText(words.desk("calendarEvent.change")).waitFor();
  await page.getByRole("article").filter({ hasText: "到厂验货" }).nth(1).waitFor(); // our reply
  await look(page, `answered-${locale}`);
  await api.mail(mailbox.key, invitation("over", "CANCEL", 1));
  await page.reload();
  await card.getByText(words.desk("calendarEvent.cancelled")).waitFor();
  expect(await card.getByRole("button").count()).toBe(0);
  world.expectCalm();
  await page.context().close();
});
