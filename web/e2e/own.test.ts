// A customer is given their own person on the card; whoever writes waits for them a
// little while they are full, which the floor and the timeline say, and then goes on.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { hire, settle, type Api, type Channel } from "./api";
import { looksWell, phone } from "./looks";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let lin: Api;
let chen: Api & { id: string };
let shop: Channel;

beforeAll(async () => {
  world = await World.open();
  lin = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chen = await hire(lin, { name: "陈默", email: "chen@example.com", role: "agent" }, "zh-CN");
  shop = await lin.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
});
afterAll(() => world?.close());

interface Said { conversation_id: string }
const says = (name: string, text: string) => lin.post<Said>(`/v1/inbound/${shop.key}`, { external_id: `${name} ${text}`, thread: `${name} ${text}`, sender: { external_id: name, name }, text });

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("an own person is set on the card, waited for, and then somebody else", async () => {
    const me = await lin.get<{ staff: { id: string } }>("/v1/me");
    const vip = `VIP ${locale}`;
    const first = await says(vip, "Hello");
    await lin.post(`/v1/conversations/${first.conversation_id}/resolution`, {});
    const { contact } = await lin.get<{ contact: { id: string } }>(`/v1/conversations/${first.conversation_id}`);

    await lin.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, locale === "en" ? { colorScheme: "dark" } : {}), words);
    await agent.enter(lin);
    onTestFinished(() => agent.page.context().close());
    const { page } = agent;
    await page.goto(`${lin.url}/contacts/${contact.id}`);
    const choose = async (label: string, who: string) => {
      await page.getByRole("combobox", { name: words.desk(`personalAgent.${label}`), exact: true }).click();
      await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").filter({ hasText: who }).click();
    };
    await choose("own", "陈默");
    await page.getByRole("combobox", { name: words.desk("personalAgent.standIn"), exact: true }).waitFor();
    await choose("standIn", "林岚");
    await expect.poll(async () => (await lin.get<{ stand_in: { name: string } | null }>(`/v1/contacts/${contact.id}/personal-agent`)).stand_in?.name).toBe("林岚");
    await page.getByRole("heading", { name: words.desk("personalAgent.own"), exact: true }).scrollIntoViewIfNeeded();
    await looksWell(page, `own-card-${locale}`);
    await page.setViewportSize(phone.viewport!);
    await looksWell(page, `own-card-phone-${locale}`);
    await page.setViewportSize({ width: 1440, height: 900 });

    // Chen is there, and full: one conversation fills them.
    const care = await lin.post<{ id: string }>("/v1/teams", { name: `Care ${locale}`, members: [me.staff.id] });
    const theirs = new Agent(await world.person(locale), words);
    await theirs.enter(chen);
    onTestFinished(() => theirs.page.context().close());
    const filler = await says(`Filler ${locale}`, "Hello");
    await lin.post(`/v1/conversations/${filler.conversation_id}/assignment`, { assignee: chen.id });
    await page.goto(`${lin.url}/settings/routing`);
    const own = page.getByLabel(words.desk("routing.ownSeconds"));
    await own.fill("600");
    await page.getByRole("switch", { name: words.desk("routing.sameOf", { team: `Care ${locale}` }) }).click();
    await looksWell(page, `own-routing-${locale}`);
    await page.getByRole("button", { name: words.desk("act.save"), exact: true }).first().click();
    await expect.poll(async () => (await lin.get<{ own: { seconds: number }; same_person: object }>("/v1/routing"))).toMatchObject({ own: { seconds: 600 }, same_person: { [care.id]: { days: 7, seconds: 60 } } });
    const { can: _, ...settings } = await lin.get<{ version: number; can?: unknown; modes: object; people: object }>("/v1/routing");
    await lin.put("/v1/routing", { ...settings, modes: { [care.id]: "push" }, people: { [chen.id]: { webchat: 1, email: 1, form: 1, api: 1 } }, rules: [{ name: "all", when: "true", off: false, team: care.id, skills: [], language: "", priority: "" }] });

    const waits = await says(vip, "I wait");
    await page.goto(`${lin.url}/floor`);
    await page.locator(".waiting-for").filter({ hasText: "陈默" }).waitFor();
    await looksWell(page, `own-floor-${locale}`);
    await lin.post(`/v1/conversations/${filler.conversation_id}/resolution`, {});
    await expect.poll(async () => (await lin.get<{ assignee: { name: string } | null }>(`/v1/conversations/${waits.conversation_id}`)).assignee?.name, { timeout: 20_000 }).toBe("陈默");
    await page.goto(`${lin.url}/desk/all?c=${waits.conversation_id}`);
    await page.getByRole("listitem").filter({ hasText: words.desk("why.own_person") }).first().waitFor();
    await page.locator(".timeline").getByText(words.desk("timeline.reserved.own_person", { whom: "陈默", until: "" }).split("陈默")[0]!).first().waitFor();
    await page.getByRole("region", { name: words.desk("personalAgent.own") }).getByText("陈默").waitFor();
    await looksWell(page, `own-talk-${locale}`);

    await lin.post(`/v1/conversations/${waits.conversation_id}/resolution`, {});
    const saved = await lin.get<{ can?: unknown }>("/v1/routing");
    delete saved.can;
    await lin.put("/v1/routing", { ...saved, modes: {}, rules: [], people: {} });
    world.expectCalm();
  });
});
