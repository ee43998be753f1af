// What happens by itself: put together, tried on what there is, run on trial, switched on, and read afterwards.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { obstacles } from "./axe";
import { Agent } from "./agent";
import { settle, type Channel } from "./api";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("an automation is tried, run on trial and switched on; what it did opens the conversation", async () => {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
    let count = 0;
    const writes = (text: string) => api.post(`/v1/inbound/${channel.key}`, { external_id: `m${++count}`, text, sender: { external_id: `c${count}`, name: `Mei ${count}` } });
    await writes("Where is my refund?");
    await writes("Good morning");
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    const { page } = agent;

    await page.goto(`${world.desk.url}/settings/automations`);
    await page.getByText(words.desk("automation.empty"), { exact: true }).waitFor();
    await page.getByRole("button", { name: words.desk("automation.add") }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel(words.desk("automation.name"), { exact: true }).fill("Refunds");
    await form.getByRole("button", { name: words.desk("automation.addPart") }).click();
    const asked = form.getByRole("combobox", { name: words.desk("automation.word.mentions"), exact: true });
    await asked.fill("refund");
    await asked.press("Enter");
    await form.getByRole("button", { name: words.desk("automation.try") }).click();
    await form.getByText(words.desk("automation.matched_other", { matched: 1, count: 2 })).waitFor();
    await form.getByRole("link", { name: /Mei 1/ }).waitFor();
    await form.getByRole("button", { name: words.desk("macros.addStep") }).click();
    await page.getByRole("menuitem", { name: words.desk("macro.kind.tag"), exact: true }).click();
    const tags = form.getByRole("combobox", { name: words.desk("macros.tagsOn"), exact: true });
    await tags.fill("refund");
    await tags.press("Enter");
    expect(await obstacles(page)).toEqual([]);
    await form.getByRole("button", { name: words.desk("automation.make") }).click();
    const row = page.getByRole("row").filter({ hasText: "Refunds" });
    await row.getByText('mentions("refund")', { exact: true }).waitFor();

    await writes("A refund, please");
    await row.getByRole("button", { name: `${words.desk("automation.outcomes.would")} 1` }).waitFor();
    await row.getByText(words.desk("automation.modes.on"), { exact: true }).click();
    await expect.poll(async () => (await api.get<{ items: { mode: string }[] }>("/v1/automations")).items[0]!.mode).toBe("on");
    await writes("My refund is late");
    await row.getByRole("button", { name: `${words.desk("automation.outcomes.done")} 1` }).click();
    const past = page.getByRole("dialog");
    await past.getByRole("link", { name: /#4/ }).click();
    await agent.thread.getByText("My refund is late").waitFor();
    await page.getByText("refund", { exact: true }).first().waitFor();

    await page.goto(`${world.desk.url}/settings/automations`);
    await row.getByRole("button", { name: words.desk("act.edit") }).click();
    await form.getByText(words.desk("automation.byText"), { exact: true }).click();
    await form.getByRole("textbox", { name: words.desk("automation.condition") }).fill("colour == 1");
    await form.getByRole("button", { name: words.desk("automation.try") }).click();
    await form.getByRole("alert").filter({ hasText: "colour" }).waitFor();
    world.expectCalm();
  });
});
