// Somebody asks for help by one key; a lead hears of it, takes it from the floor, joins
// the chat and whispers. The customer sees a second name, and nothing of the whisper.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { hire, settle, snippetOf, type Api, type Channel } from "./api";
import { looksWell, phone } from "./looks";
import { Visitor } from "./visitor";
import { locales, wordsOf, type Locale } from "./words";
import { World } from "./world";

let world: World;
let lin: Api;
let chen: Api & { id: string };
let site: Channel;

beforeAll(async () => {
  world = await World.open();
  lin = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chen = await hire(lin, { name: "陈默", email: "chen@example.com", role: "lead" }, "zh-CN");
  site = await lin.post<Channel>("/v1/channels", { kind: "webchat", name: "Website" });
});
afterAll(() => world?.close());

async function agentIn(api: Api, locale: Locale, options = {}): Promise<Agent> {
  await api.patch("/v1/me", { locale });
  const agent = new Agent(await world.person(locale, options), wordsOf(locale));
  await agent.enter(api);
  onTestFinished(() => agent.page.context().close());
  return agent;
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("help is asked for by a key, taken from the floor, and whispered; the customer sees a second name", async () => {
    const question = `How long does a refund take? ${locale}`;
    const shop = await world.shop(snippetOf(lin.url, site));
    const visitor = new Visitor(await world.person(locale), words);
    onTestFinished(() => visitor.page.context().close());
    await visitor.page.goto(shop.url);
    await visitor.openChat();
    await visitor.write(question);

    const agent = await agentIn(lin, locale);
    await agent.view("unassigned");
    await agent.row(question).first().click();
    await agent.bubble(question).waitFor();
    await agent.page.keyboard.press("a");
    await agent.page.locator(".assign").filter({ hasText: "林岚" }).waitFor();
    await agent.page.keyboard.press("i");
    const dialog = agent.page.getByRole("dialog", { name: words.desk("command.help.ask") });
    const reason = dialog.getByLabel(words.desk("company.reason"));
    await reason.fill(`over my limit ${locale}`);
    await looksWell(agent.page, `company-ask-${locale}`);
    await reason.press("Enter");
    const strip = agent.page.getByRole("region", { name: words.desk("company.label") });
    await strip.getByText(words.desk("company.mine", { reason: `over my limit ${locale}` })).waitFor();
    await looksWell(agent.page, `company-asked-${locale}`);

    const lead = await agentIn(chen, locale, locale === "en" ? { colorScheme: "dark" } : {});
    await lead.page.goto(`${chen.url}/floor`);
    const wanted = lead.page.getByRole("region", { name: words.desk("helpFloor.title") });
    await wanted.getByText(`over my limit ${locale}`).waitFor();
    await looksWell(lead.page, `company-floor-${locale}`);
    await wanted.locator(".help-count").first().click();
    const list = lead.page.getByRole("dialog");
    await list.getByText(`over my limit ${locale}`).waitFor();
    await list.getByRole("listitem").filter({ hasText: `over my limit ${locale}` }).getByRole("button", { name: words.desk("company.take"), exact: true }).click();
    await lead.bubble(question).waitFor();
    await strip.getByText(words.desk("company.takenBy", { who: "陈默" })).waitFor();
    await strip.getByText(words.desk("company.beside", { names: "陈默" })).waitFor();

    const beside = lead.page.getByRole("region", { name: words.desk("company.label") });
    await beside.getByRole("button", { name: words.desk("company.whisper", { who: "林岚" }) }).click();
    const whisper = beside.getByRole("textbox", { name: words.desk("company.whisper", { who: "林岚" }) });
    await whisper.fill(`apologise first ${locale}`);
    await looksWell(lead.page, `company-whisper-${locale}`);
    await whisper.press("Enter");
    const heard = agent.bubble(`apologise first ${locale}`);
    await heard.getByText(words.desk("message.whisperMark", { who: "林岚" })).waitFor();
    await looksWell(agent.page, `company-heard-${locale}`);

    await lead.page.keyboard.press("Escape");
    await lead.page.keyboard.press("r");
    await lead.box.fill(`I am here too ${locale}`);
    await lead.sendButton.click();
    const shown = visitor.bubble(`I am here too ${locale}`);
    await shown.waitFor();
    expect(await visitor.log.textContent()).toContain("陈默");
    expect(await visitor.log.textContent()).not.toContain("apologise");
    await agent.page.locator(".assign").filter({ hasText: "林岚" }).waitFor();

    await strip.getByRole("button", { name: words.desk("company.answered"), exact: true }).click();
    await strip.getByText(words.desk("company.takenBy", { who: "陈默" })).waitFor({ state: "hidden" });
    await beside.getByRole("button", { name: words.desk("company.leave"), exact: true }).click();
    await strip.waitFor({ state: "hidden" });
    for (const key of ["help.asked", "help.taken", "help.answered", "companion.joined", "companion.left"]) {
      await agent.page.getByRole("listitem").filter({ hasText: words.desk(`timeline.${key}`, { who: key.startsWith("help.ta") || key.startsWith("comp") ? "陈默" : "林岚", whom: "林岚" }) }).first().waitFor();
    }
    const looks = await lin.get<{ items: { kind: string; staff: { id: string } }[] }>("/v1/looks?kind=looked_on");
    expect(looks.items.length).toBeGreaterThan(0);
    world.expectCalm();
  });

  test("on a telephone a lead joins from the strip", async () => {
    const name = `Phone ${locale}`;
    const { conversation_id: id } = await lin.post<{ conversation_id: string }>(`/v1/inbound/${site.key}`, { external_id: name, thread: name, sender: { external_id: name, name }, text: "hello" });
    await lin.post(`/v1/conversations/${id}/assignment`, { assignee: "me" });
    await lin.post(`/v1/conversations/${id}/help`, { reason: `a long reason that does not fit on one line of a telephone ${locale}` });
    const lead = await agentIn(chen, locale, phone);
    await lead.page.goto(`${chen.url}/desk/all?c=${id}`);
    const beside = lead.page.getByRole("region", { name: words.desk("company.label") });
    await beside.getByRole("button", { name: words.desk("company.take"), exact: true }).waitFor();
    await looksWell(lead.page, `company-phone-${locale}`);
    await beside.getByRole("button", { name: words.desk("company.join"), exact: true }).click();
    await beside.getByText(words.desk("company.youBeside", { who: "林岚" })).waitFor();
    await lead.page.goto(`${chen.url}/floor`);
    await lead.page.getByText(`of a telephone ${locale}`).waitFor();
    await looksWell(lead.page, `company-phone-floor-${locale}`);
    world.expectCalm();
  });
});
