// When the house works: a year with the holidays that were announced, dates of one's
// own, those of a file; a deadline that says the way to it.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { looksWell, phone, picture } from "./looks";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;

interface Calendar { id: string; name: string; hours: { exceptions: { date: string; name: string; spans: { from: string; to: string }[] }[] }; version: number }

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
});
afterAll(() => world?.close());

const ics = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas", "END:VEVENT",
  "BEGIN:VEVENT", "UID:b", "DTSTART:20260301T090000Z", "SUMMARY:Meeting", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const say = (key: string, values?: Record<string, string | number>) => words.desk(`calendar.${key}`, values);
  const name = `Support ${locale}`;

  async function agentIn(options = {}): Promise<Agent> {
    await api.patch("/v1/me", { locale, time_zone: "Asia/Shanghai" });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  async function saved(): Promise<Calendar> {
    const { items } = await api.get<{ items: Calendar[] }>("/v1/calendars");
    return items.find((each) => each.name === name)!;
  }

  test("a calendar with its holidays tells when something is due, and why", async () => {
    const { page } = await agentIn();
    await page.goto(`${api.url}/settings/calendars`);
    await page.getByRole("button", { name: say("add") }).click();
    await page.getByLabel(say("name"), { exact: true }).fill(name);
    while (Number(await page.locator(".year-head b").textContent()) > 2026) await page.getByRole("button", { name: say("yearBefore") }).click();
    while (Number(await page.locator(".year-head b").textContent()) < 2026) await page.getByRole("button", { name: say("yearAfter") }).click();
    await page.getByRole("button", { name: say("takeChina", { year: 2026 }) }).click();
    await page.locator(".year-day.is-makeUp[aria-label*='2026']").first().waitFor();
    expect(await page.locator("button.year-day.is-makeUp").count()).toBe(6);
    expect(await page.locator("button.year-day.is-holiday").count()).toBe(33);

    // Half a day of one's own, picked from the year.
    await page.locator("section.year-month").nth(1).getByRole("button").filter({ hasText: /^10$/ }).click();
    const day = page.getByRole("dialog");
    await day.getByText(say("day.hours"), { exact: true }).click();
    await day.getByLabel(say("dayName")).fill("Party");
    await day.getByLabel(say("hours"), { exact: true }).fill("9-12");
    await day.getByRole("button", { name: say("dayDone") }).click();
    await page.getByRole("row").filter({ hasText: "2026-02-10" }).getByText("09:00-12:00").waitFor();

    // What a file brings.
    await page.getByLabel(say("file")).setInputFiles({ name: "holidays.ics", mimeType: "text/calendar", buffer: Buffer.from(ics) });
    const read = page.getByRole("dialog", { name: say("fileTitle") });
    await read.getByText("2026-12-26").waitFor();
    await read.getByText(say("fileLeft_one", { count: 1 })).waitFor();
    await read.getByRole("button", { name: say("fileTake_other", { count: 2 }) }).click();
    await page.getByRole("row").filter({ hasText: "2026-12-25" }).waitFor();

    await page.locator(".year-head").evaluate((head) => head.scrollIntoView());
    await picture(page, `calendar-year-${locale}`);

    // Friday 17:40 and eight hours, over Qingming, before anything is saved.
    await page.getByLabel(say("askedAt")).fill("2026-04-03T17:40");
    await page.getByRole("button", { name: say("ask") }).click();
    const deadline = page.locator(".deadline");
    await deadline.locator(".deadline-due").filter({ hasText: "16:40" }).waitFor();
    const told = await deadline.innerText();
    expect(told).toContain(say("holiday.qingming"));
    expect(told).toContain({ "zh-CN": "放假 3 天", en: "closed (days: 3)" }[locale]);
    await looksWell(page, `calendar-${locale}`);

    await page.getByRole("button", { name: words.desk("act.save"), exact: true }).click();
    await page.waitForURL(/calendars\/(?!new)/);
    const calendar = await saved();
    expect(calendar.hours.exceptions).toHaveLength(33 + 6 + 1 + 2);
    expect(calendar.hours.exceptions.find((each) => each.date === "2026-05-09")?.spans).toEqual([{ from: "09:00", to: "18:00" }]);

    // Hours that cannot be read are not saved; those that can are the next version.
    const saturday = page.locator(".week-row").nth(5).getByRole("textbox");
    await saturday.fill("ten to four");
    await page.getByText(say("hoursUnread")).waitFor();
    await expect.poll(() => page.getByRole("button", { name: words.desk("act.save"), exact: true }).isDisabled()).toBe(true);
    await saturday.fill("10-16");
    await page.getByRole("button", { name: words.desk("act.save"), exact: true }).click();
    await expect.poll(async () => (await saved()).version).toBe(2);

    await page.getByRole("link", { name: words.desk("settings.calendars"), exact: true }).first().click();
    const row = page.getByRole("row").filter({ hasText: name });
    await row.getByText("42").waitFor();
    await looksWell(page, `calendars-${locale}`);
  });

  test("a rule asks whether a calendar is open", async () => {
    const always = Array.from({ length: 7 }, () => [{ from: "00:00", to: "24:00" }]);
    await api.post("/v1/calendars", { name: `Always ${locale}`, hours: { zone: "Asia/Shanghai", week: always, exceptions: [] } });
    const shop = await api.post<Channel>("/v1/channels", { kind: "api", name: `Shop ${locale}` });
    await api.post(`/v1/inbound/${shop.key}`, { external_id: `o ${locale}`, sender: { external_id: "o", name: "O" }, text: "hello" });
    const tried = await api.post<{ looked: number; matched: number }>("/v1/automation-previews", { condition: `"Always ${locale}" in open_calendars and channel == "Shop ${locale}"` });
    expect(tried.matched).toBe(1);
    const never = await api.post<{ matched: number }>("/v1/automation-previews", { condition: `"Nobody's" in open_calendars` });
    expect(never.matched).toBe(0);
  });

  test("on a telephone the year can be read", async () => {
    const calendar = await saved();
    const { page } = await agentIn(phone);
    await page.goto(`${api.url}/settings/calendars/${calendar.id}`);
    await page.locator("button.year-day").first().waitFor();
    await page.locator(".year-head").evaluate((head) => head.scrollIntoView());
    await looksWell(page, `calendar-phone-${locale}`);
  });
});
