// What waits with a colleague who is not there goes back to the team, and who
// waits in the chat sees how many are before them.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { hire, settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { looksWell, phone, picture } from "./looks";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let lin: Api;
beforeAll(async () => {
  world = await World.open();
  lin = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
});
afterAll(() => world?.close());

let told = 0;
async function says(channel: Channel, name: string, text: string): Promise<string> {
  const { conversation_id: id } = await lin.post<{ conversation_id: string }>(`/v1/inbound/${channel.key}`, { external_id: `m${told++}`, thread: name, sender: { external_id: name, name }, text });
  return id;
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const say = words.desk;

  async function agentIn(api: Api): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("a team takes back what waits with somebody who is not there, and they read of it", async () => {
    const chen = await hire(lin, { name: `陈默 ${locale}`, email: `chen-${locale}@example.com`, role: "agent" }, locale);
    const shop = await lin.post<Channel>("/v1/channels", { kind: "api", name: `商城 ${locale}` });
    const agent = await agentIn(lin);
    const { page } = agent;

    await page.goto(`${world.desk.url}/settings/teams`);
    await page.getByRole("button", { name: say("teams.add") }).click();
    const form = page.getByRole("dialog", { name: say("teams.add") });
    await form.getByLabel(say("teams.name")).fill(`Care ${locale}`);
    expect(await form.getByLabel(say("teams.absenceMinutes")).isVisible()).toBe(false);
    await form.getByRole("radio", { name: say("teams.then.return") }).check();
    await form.getByLabel(say("teams.absenceMinutes")).fill("20");
    await page.mouse.move(0, 0);
    await looksWell(page, `team-${locale}`);
    await page.setViewportSize(phone.viewport!);
    await looksWell(page, `team-phone-${locale}`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await form.getByRole("button", { name: say("teams.make") }).click();
    await page.getByRole("row").filter({ hasText: `Care ${locale}` }).getByText(say("teams.returnsShort_other", { count: 20 })).waitFor();
    const team = (await lin.get<{ items: { id: string; name: string }[] }>("/v1/teams")).items.find((each) => each.name === `Care ${locale}`)!;

    const [asks, waits] = [await says(shop, `欧阳静 ${locale}`, "伞坏了"), await says(shop, `Siti ${locale}`, "Where is my parcel?")];
    for (const talk of [asks, waits]) await lin.post(`/v1/conversations/${talk}/assignment`, { assignee: chen.id, team: team.id });
    await page.goto(`${world.desk.url}/desk/all?c=${asks}`);
    await agent.bubble("伞坏了").waitFor();
    const away = (who: string) => agent.row(who).getByRole("img", { name: say("presence.offline") });
    await away("欧阳静").waitFor();
    await away("Siti").waitFor();
    await looksWell(page, `away-${locale}`);

    await says(shop, `欧阳静 ${locale}`, "您还在吗？");
    await agent.row(`欧阳静 ${locale}`).getByText(say("row.nobody")).waitFor();
    await page.getByRole("listitem").filter({ hasText: say("timeline.returnedNever", { team: `Care ${locale}`, whom: `陈默 ${locale}` }) }).waitFor();
    await looksWell(page, `returned-${locale}`);

    const back = await agentIn(chen);
    await away("Siti").waitFor({ state: "hidden" }); // they are there now, and keep what they have
    await back.page.locator(".rail-count").waitFor();
    await back.page.getByRole("button", { name: say("shell.notifications") }).click();
    const drawer = back.page.getByRole("dialog", { name: say("notification.title") });
    await drawer.getByRole("group", { name: `欧阳静 ${locale}` }).getByRole("button", { name: say("notification.kind.returned") }).first().waitFor();
    expect(await drawer.getByRole("group", { name: `Siti ${locale}` }).getByRole("button", { name: say("notification.kind.returned") }).count()).toBe(0);
    await looksWell(back.page, `bell-${locale}`);
    await back.page.setViewportSize(phone.viewport!);
    await looksWell(back.page, `bell-phone-${locale}`);
    expect((await lin.get<{ assignee: { id: string } | null }>(`/v1/conversations/${waits}`)).assignee?.id).toBe(chen.id);
    world.expectCalm();
  });

  test("who waits in the chat sees how many are before them, and moves up", async () => {
    const site = await lin.post<Channel>("/v1/channels", { kind: "webchat", name: `Website ${locale}` });
    const first = await says(site, `First ${locale}`, "1");
    const second = await says(site, `Second ${locale}`, "2");
    const visitor = new Visitor(await world.person(locale, phone), words);
    onTestFinished(() => visitor.page.context().close());
    await visitor.page.goto(`${world.desk.url}/try?channel=${site.key}`);
    await visitor.openChat();
    await visitor.write(locale === "en" ? "Is anybody there?" : "请问有人吗？");
    const place = (n: number) => visitor.log.getByText(words.chat("ahead", { n }), { exact: true });
    await place(2).waitFor();
    await picture(visitor.page, `ahead-${locale}`);
    expect(await obstacles(visitor.page.frames().at(-1)!)).toEqual([]);
    await lin.post(`/v1/conversations/${first}/assignment`, { assignee: "me" });
    await place(1).waitFor();
    await lin.post(`/v1/conversations/${second}/messages`, { text: "On its way" });
    await place(1).waitFor({ state: "detached" });
    expect(await place(2).count()).toBe(0);
    await visitor.bubble(locale === "en" ? "Is anybody there?" : "请问有人吗？").waitFor();
    world.expectCalm();
  });
});
