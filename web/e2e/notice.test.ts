// What concerns somebody reaches them: under the bell, in a corner, on their
// telephone; and two who answer one customer hear of each other.

import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { hire, settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { looksWell, phone } from "./looks";
import { PushService } from "./pushservice";
import { locales, wordsOf, type Locale } from "./words";
import { World } from "./world";

let world: World;
let service: PushService;
let lin: Api;
let chen: Api & { id: string };
let shop: Channel;

beforeAll(async () => {
  service = await PushService.open();
  world = await World.openWhole("--webhook-networks", "127.0.0.0/8");
  lin = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chen = await hire(lin, { name: "陈默", email: "chen@example.com", role: "lead" }, "zh-CN");
  shop = await lin.post<Channel>("/v1/channels", { kind: "webchat", name: "Website" });
});
beforeEach(() => chen.put("/v1/notifications/seen", {}));
afterAll(async () => {
  await world?.close();
  await service?.close();
});

let told = 0;
async function came(name: string, text: string): Promise<string> {
  const { conversation_id: id } = await lin.post<{ conversation_id: string }>(`/v1/inbound/${shop.key}`, { external_id: `n${told++}`, thread: name, sender: { external_id: name, name }, text });
  return id;
}

/** Lin writes a note that names Chen. */
function mentions(conversation: string, text: string): Promise<{ id: string }> {
  return lin.post(`/v1/conversations/${conversation}/messages`, { kind: "note", html: `<p><span data-mention="staff:${chen.id}">@陈默</span> ${text}</p>` });
}

async function agentIn(api: Api, locale: Locale, options: { phone?: boolean; path?: string } = {}): Promise<Agent> {
  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale, options.phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {}), wordsOf(locale));
  await agent.page.context().grantPermissions(["notifications"], { origin: api.url });
  if (options.path) await service.serve(agent.page.context(), options.path);
  await agent.enter(api);
  onTestFinished(() => agent.page.context().close());
  return agent;
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const bell = (page: Page) => page.getByRole("button", { name: words.desk("shell.notifications") });
  const drawer = (page: Page) => page.getByRole("dialog", { name: words.desk("notification.title") });
  const news = (page: Page) => page.locator(".rail-count");

  test("a mention lights the bell of a colleague, and leads to the note", async () => {
    const agent = await agentIn(chen, locale);
    const { page } = agent;
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await drawer(page).getByText(words.desk("notification.choose")).waitFor();
    if (locale === locales[0]) await drawer(page).getByText(words.desk("notification.empty")).waitFor();
    await page.keyboard.press("Escape");
    await drawer(page).waitFor({ state: "hidden" });
    expect(await news(page).count()).toBe(0);

    const talk = await came(`王小明 ${locale}`, "课程打不开");
    for (let n = 0; n < 30; n++) await lin.post(`/v1/conversations/${talk}/messages`, { kind: "note", text: `line ${n}` });
    const note = await mentions(talk, `look at this ${locale}`);
    for (let n = 0; n < 30; n++) await lin.post(`/v1/conversations/${talk}/messages`, { kind: "note", text: `later ${n}` });
    await expect.poll(() => news(page).textContent()).toBe("1");
    await expect.poll(() => page.title()).toMatch(/^\(1\) /);
    const word = page.locator(".notice-word");
    await word.getByText(words.desk("notification.kind.mentioned", { who: "林岚" })).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await word.hover(); // and so it stays

    await bell(page).click();
    const line = drawer(page).getByRole("button", { name: words.desk("notification.kind.mentioned", { who: "林岚" }) }).first();
    await line.waitFor();
    expect(await obstacles(page)).toEqual([]);
    await line.click();
    await agent.bubble(`look at this ${locale}`).waitFor();
    expect(new URL(page.url()).searchParams.get("m")).toBe(note.id);
    await expect.poll(() => agent.bubble(`look at this ${locale}`).evaluate((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    })).toBe(true);
    await expect.poll(() => news(page).count()).toBe(0);
    await expect.poll(() => page.title()).not.toMatch(/^\(/);

    await mentions(talk, `again ${locale}`); // in what is open: no word, and seen at a glance
    await agent.bubble(`again ${locale}`).waitFor();
    await expect.poll(async () => (await chen.get<{ unseen: number }>("/v1/notifications")).unseen).toBe(0);
    expect(await word.count()).toBe(0);
    world.expectCalm();
  });

  test("what is urgent is said in a corner, and what is not wanted is not said", async () => {
    const agent = await agentIn(chen, locale);
    const { page } = agent;
    await page.goto(`${chen.url}/settings/notifications`);
    const choice = page.getByRole("switch", { name: words.desk("notification.tell", { what: words.desk("notification.about.assigned"), where: words.desk("notification.page") }) });
    await choice.waitFor();
    expect(await obstacles(page)).toEqual([]);
    await choice.click();
    await expect.poll(async () => (await chen.get<{ items: { kind: string; page: boolean }[] }>("/v1/me/notification-preferences")).items.find((each) => each.kind === "assigned")?.page).toBe(false);

    const talk = await came(`Siti ${locale}`, "where is my parcel");
    await lin.post(`/v1/conversations/${talk}/assignment`, { assignee: chen.id });
    await came(`Siti ${locale}`, "are you there?");
    const word = page.locator(".notice-word");
    await word.getByText(words.desk("notification.kind.replied", { who: `Siti ${locale}` })).waitFor();
    await expect.poll(() => news(page).textContent()).toBe("1"); // of the two
    await word.getByRole("button", { name: words.desk("notification.open") }).click();
    await agent.bubble("are you there?").waitFor();
    await expect.poll(() => news(page).count()).toBe(0);
    await page.goto(`${chen.url}/settings/notifications`);
    await choice.click();
    await expect.poll(async () => (await chen.get<{ items: { kind: string; page: boolean }[] }>("/v1/me/notification-preferences")).items.find((each) => each.kind === "assigned")?.page).toBe(true);
    world.expectCalm();
  });

  test("on a phone the drawer holds, and all is read at once", async () => {
    const agent = await agentIn(chen, locale, { phone: true });
    const { page } = agent;
    for (const each of ["one", "two"]) await mentions(await came(`${each} ${locale}`, "您好，我的订单到哪里了"), each);
    await expect.poll(() => news(page).textContent()).toBe("2");
    await bell(page).click();
    await drawer(page).getByRole("group", { name: `two ${locale}` }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await obstacles(page)).toEqual([]);
    await drawer(page).getByRole("button", { name: words.desk("notification.seeAll") }).click();
    await expect.poll(() => news(page).count()).toBe(0);
    world.expectCalm();
  });

  test("who is slower than a colleague is told, looks first, and may send anyway", async () => {
    const talk = await came(`Ana ${locale}`, "is anybody there?");
    const say = (text: string) => lin.post(`/v1/conversations/${talk}/messages`, { text });
    const desk = await agentIn(chen, locale);
    const { page } = desk;
    await page.goto(`${chen.url}/desk/all?c=${talk}`);
    await desk.bubble("is anybody there?").waitFor();
    await desk.box.click();
    await page.keyboard.type("I am looking");
    await say(`Lin is here ${locale}`);
    const warning = page.getByRole("alert").filter({ hasText: "林岚" });
    await warning.waitFor(); // while it is written
    await desk.sendButton.click();
    expect(await desk.written()).toBe("I am looking");
    expect(await obstacles(page)).toEqual([]);
    await warning.getByRole("button", { name: words.desk("composer.lookFirst") }).click();
    await warning.waitFor({ state: "hidden" });
    await page.keyboard.type(" too");
    await say(`Lin again ${locale}`);
    await warning.getByRole("button", { name: words.desk("composer.sendAnyway") }).click();
    await desk.bubble("I am looking too").waitFor();
    expect(await desk.written()).toBe("");

    // The page has not heard of it yet: the server refuses.
    let late = false;
    await page.route("**/messages", async (route) => {
      if (route.request().method() === "POST" && !late) {
        late = true;
        await say(`Lin at last ${locale}`);
      }
      await route.continue();
    });
    const refused = page.waitForResponse((answer) => answer.status() === 409 && answer.url().endsWith("/messages"));
    await desk.box.click();
    await page.keyboard.type("one more");
    await desk.sendButton.click();
    await refused;
    await warning.waitFor();
    await expect.poll(() => desk.written()).toBe("one more");
    await warning.getByRole("button", { name: words.desk("composer.sendAnyway") }).click();
    await desk.bubble("one more").waitFor();
    world.expectCalm();
  });

  test("a push reaches the device, in its reader's language, and opens what it is about", async () => {
    const agent = await agentIn(chen, locale, { path: `/chen-${locale}` });
    const { page } = agent;
    await page.goto(`${chen.url}/settings/notifications`);
    await page.getByRole("button", { name: words.desk("notification.device.turnOn") }).click();
    await page.getByText(words.desk("notification.device.on")).waitFor();
    await page.getByRole("button", { name: words.desk("notification.device.try") }).click();
    await page.getByText(words.desk("notification.trial.taken")).waitFor();
    expect(await obstacles(page)).toEqual([]);
    const before = service.taken.length;
    expect(service.taken.at(-1)!.said.kind).toBe("trial");

    await chen.put("/v1/me/notification-preferences", { items: [{ kind: "assigned", page: true, push: false }] });
    const talk = await came(`李华 ${locale}`, "我的卡号是 6222");
    await lin.post(`/v1/conversations/${talk}/assignment`, { assignee: chen.id });
    const note = await mentions(talk, `urgent ${locale}`);
    await expect.poll(() => service.taken.length).toBeGreaterThan(before);
    const [one, ...others] = service.taken.slice(before);
    expect(others).toEqual([]); // the assignment is not wanted by push
    expect(one!.said).toMatchObject({ kind: "mentioned", conversation: talk, message: note.id, lang: locale, title: locale === "en" ? "林岚 mentioned you" : "林岚 提到了你" });
    expect(one!.headers).toMatchObject({ urgency: "high", "content-encoding": "aes128gcm" });
    expect(JSON.stringify(one!.said)).not.toContain("6222");
    expect(service.refused).toEqual([]);

    const shown = await deliver(page, JSON.stringify(one!.said));
    expect(shown).toEqual({ title: one!.said.title, body: one!.said.body, lang: locale });
    const worker = page.context().serviceWorkers()[0]!;
    await worker.evaluate(async () => {
      const self = globalThis as unknown as { registration: ServiceWorkerRegistration; dispatchEvent(event: Event): void; NotificationEvent: new (name: string, init: object) => Event };
      const [notification] = await self.registration.getNotifications();
      self.dispatchEvent(new self.NotificationEvent("notificationclick", { notification }));
    });
    await agent.bubble(`urgent ${locale}`).waitFor(); // in the window that was open, without loading it anew
    expect(new URL(page.url()).searchParams.get("m")).toBe(note.id);

    // In quiet hours nothing is pushed, and the bell has it.
    await page.goto(`${chen.url}/settings/notifications`);
    await page.getByRole("button", { name: words.desk("quietHours.add") }).click();
    const quiet = page.getByRole("group", { name: words.desk("quietHours.everyDay") });
    await quiet.getByLabel(words.desk("quietHours.from"), { exact: true }).fill("00:00");
    await quiet.getByLabel(words.desk("quietHours.to"), { exact: true }).fill("00:00");
    await quiet.getByText(words.desk("quietHours.wholeDay")).waitFor();
    await page.getByRole("button", { name: words.desk("act.save"), exact: true }).click();
    await page.getByText(words.desk("quietHours.now")).waitFor();
    await looksWell(page, `quiet-${locale}`);
    await page.setViewportSize(phone.viewport!);
    await quiet.scrollIntoViewIfNeeded();
    await looksWell(page, `quiet-phone-${locale}`);
    await page.setViewportSize({ width: 1440, height: 900 });
    const pushes = service.taken.length;
    await mentions(talk, `at night ${locale}`);
    await expect.poll(async () => (await chen.get<{ items: { kind: string; held: boolean }[] }>("/v1/notifications")).items[0]).toMatchObject({ kind: "mentioned", held: true });
    await bell(page).click();
    await drawer(page).getByRole("img", { name: words.desk("notification.held") }).first().waitFor();
    await looksWell(page, `held-${locale}`);
    await page.keyboard.press("Escape");
    await drawer(page).waitFor({ state: "hidden" });
    expect(service.taken).toHaveLength(pushes);
    await quiet.getByRole("button").click();
    await page.getByRole("button", { name: words.desk("act.save"), exact: true }).click();
    await page.getByText(words.desk("quietHours.none")).waitFor();
    await expect.poll(async () => (await chen.get<{ spans: unknown[] }>("/v1/me/quiet-hours")).spans).toEqual([]);

    await page.getByRole("button", { name: words.desk("notification.device.turnOff") }).click();
    await page.getByText(words.desk("notification.device.off")).waitFor();
    await page.getByText(words.desk("notification.devices.none")).waitFor();
    await chen.put("/v1/me/notification-preferences", { items: [{ kind: "assigned", page: true, push: true }] });
    world.expectCalm();
  });
});

/** Gives the worker what the push service would have brought, and tells what it showed. */
async function deliver(page: Page, data: string): Promise<{ title: string; body: string; lang: string }> {
  const protocol = await page.context().newCDPSession(page);
  const registrationId = await registrationOf(protocol);
  await protocol.send("ServiceWorker.deliverPushMessage", { origin: new URL(page.url()).origin, registrationId, data });
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    for (;;) {
      const [shown] = await registration.getNotifications();
      if (shown) return { title: shown.title, body: shown.body, lang: shown.lang };
      await new Promise((done) => { requestAnimationFrame(done); });
    }
  });
}

async function registrationOf(protocol: CDPSession): Promise<string> {
  const known = new Promise<string>((found) => {
    protocol.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) found(registrations[0].registrationId);
    });
  });
  await protocol.send("ServiceWorker.enable");
  return known;
}
