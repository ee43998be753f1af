// The screens that no other story opens, on a phone and in both languages:
// none is wider than the phone, and nobody stumbles over one.

import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let world: World;
let api: Api;
let form: Channel;
let hook: { id: string };
let person: { id: string };
let guest: Api["session"]; // an agent without any permission of the house's

beforeAll(async () => {
  world = await World.open("--sample");
  api = await settle(world.desk.url, world.desk.setupLink, "en");
  form = await api.post<Channel>("/v1/channels", { kind: "form", name: "Contact us 联系我们" });
  hook = await api.post<{ id: string }>("/v1/webhooks", { name: "CRM", url: "https://203.0.113.7/hook", events: ["*"] });
  person = await api.post<{ id: string }>("/v1/contacts", { name: "王小明", email: "wang.xiaoming.of.the.tea.house@a-rather-long-domain.example.com", attributes: { student_id: "S1561", is_member: true, address: { city: "上海", lines: ["南京东路 12 号"] } } });
  await api.post("/v1/retention-rules", { name: "Two years 两年", subject: "conversation", since: "last_message", days: 730, act: "delete" });
  await api.post("/v1/statuses", { state: "open", name_en: "Waits for the print shop", name_zh: "等印刷厂", color: "amber" });
  guest = await invite();
});
afterAll(() => world?.close());

async function invite(): Promise<Api["session"]> {
  const { invitation_url: link } = await api.post<{ invitation_url: string }>("/v1/staff", { name: "小白", email: "bai@example.com", role: "agent" });
  const answer = await fetch(`${world.desk.url}/v1/invitation`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token: new URL(link).searchParams.get("token"), password: "a quiet harbour at dawn" }),
  });
  const [name = "", value = ""] = answer.headers.getSetCookie()[0]!.split(";")[0]!.split("=");
  return { name, value };
}

async function expectFit({ page }: Agent, name: string): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} fits`).toBe(true);
  expect(await obstacles(page), name).toEqual([]);
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const room = (name: string) => words.desk(`settings.${name}`);

  test("each screen fits a phone and has no serious obstacle", async () => {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, { ...phone, colorScheme: locale === "en" ? "dark" : "light" }), words);
    const { page } = agent;
    await agent.enter(api);
    const open = async (path: string, heading: string) => {
      await page.goto(world.desk.url + path);
      await page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
    };
    for (const [path, name] of [["statuses", "statuses"], ["fields", "fields"], ["roles", "roles"], ["webhooks", "webhooks"], ["retention", "retention"], ["sign-in", "signIn"]] as const) {
      await open(`/settings/${path}`, room(name));
      await expectFit(agent, path);
    }

    await open("/settings/audit", room("audit"));
    await page.getByText(words.desk("audit.action.retention_rule.added"), { exact: true }).waitFor();
    expect(await page.getByRole("table").getByText("retention_rule.added").count()).toBe(0);
    await expectFit(agent, "audit");

    await open(`/settings/channels/${form.id}`, "Contact us 联系我们");
    await expectFit(agent, "form channel");

    await open(`/settings/webhooks/${hook.id}`, "CRM");
    const event = page.getByRole("table").locator(".event-name").first();
    const [said, code] = [await event.getByRole("button").innerText(), await event.locator("code").innerText()];
    expect(said).not.toBe(code);
    await event.getByRole("button").click();
    await page.getByRole("dialog").getByText(code, { exact: true }).first().waitFor();
    await expectFit(agent, "delivery");

    await open("/settings/roles", room("roles"));
    await page.getByRole("button", { name: words.desk("roles.add") }).click();
    await page.getByRole("dialog").getByLabel(words.desk("roles.name")).waitFor();
    await expectFit(agent, "role");

    await open(`/contacts/${person.id}`, "王小明");
    await page.getByText("Student id", { exact: true }).waitFor();
    expect(await page.getByText("{\"city\"").count()).toBe(0);
    await expectFit(agent, "card");
    await open("/contacts", words.desk("contacts.title"));
    await page.getByRole("searchbox").fill("xiaoming.of.the"); // among a hundred of the sample
    await page.getByText("王小明", { exact: true }).first().waitFor();
    await expectFit(agent, "contacts");
    await open(`/search?q=${encodeURIComponent("state:open kind:reply 退款")}`, words.desk("search.title"));
    await expectFit(agent, "search");
    await open("/desk/all", words.desk("view.all"));
    await page.getByRole("option").first().waitFor();
    await expectFit(agent, "list");
    world.expectCalm();
    await page.context().close();
  });

  test("conversations that come from a file need a channel before they can be checked", async () => {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, phone), words);
    const { page } = agent;
    await agent.enter(api);
    await page.goto(`${world.desk.url}/settings/data`);
    await page.getByRole("button", { name: words.desk("transfer.import") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: words.desk("transfer.files.conversations") }).check();
    await dialog.getByText(words.desk("transfer.fileNone")).waitFor();
    await dialog.getByLabel(words.desk("transfer.file"), { exact: true }).setInputFiles({ name: "old.csv", mimeType: "text/csv", buffer: Buffer.from("contact_name,subject,message_text\nAnn,Order,Hello\n") });
    await dialog.getByText("old.csv").waitFor();
    await expectFit(agent, "import");
    await dialog.getByRole("button", { name: words.desk("transfer.upload") }).click();
    await dialog.getByText(words.desk("transfer.channelMissing")).waitFor();
    expect(new URL(page.url()).pathname).toBe("/settings/data");
    await page.context().close();
  });

  test("who may not see a room is told who may", async () => {
    const agent = new Agent(await world.person(locale, phone), words);
    const { page } = agent;
    await page.context().addCookies([{ ...guest, url: world.desk.url, httpOnly: true, sameSite: "Lax" }]);
    await page.request.patch(`${world.desk.url}/v1/me`, { data: { locale }, headers: { origin: world.desk.url } });
    for (const [path, why] of [["audit", "audit.refused"], ["retention", "retention.refused"], ["webhooks", "webhooks.refused"], ["data", "transfer.refused"]] as const) {
      await page.goto(`${world.desk.url}/settings/${path}`);
      await page.getByText(words.desk(why)).waitFor();
      await expectFit(agent, path);
    }
    world.expectCalm();
    await page.context().close();
  });
});
