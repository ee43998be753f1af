// Two conversations about one matter become one and two again, and nothing is
// lost on the way; what is about something else is split off.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let mailbox: Channel;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "support@example.com" });
});
afterAll(() => world?.close());

function mail(ref: string, subject: string, text: string, answers = ""): Promise<{ conversation_id: string }> {
  const head = answers ? `In-Reply-To: <${answers}@shop.example>\n` : "";
  return api.mail(mailbox.key, `Message-ID: <${ref}@shop.example>\n${head}From: Li Hua <li@shop.example>\nTo: support@example.com\nSubject: ${subject}\n\n${text}\n`);
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentIn(): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("merged, answered by the old thread, undone; a colleague sees it live", async () => {
    const [one, two] = [`refund-${locale}`, `invoice-${locale}`];
    const half = await mail(one, one, `words of ${one}`);
    const survivor = await mail(two, two, `words of ${two}`);
    const agent = await agentIn();
    const other = await agentIn();
    const { page } = agent;
    await other.page.goto(`${api.url}/desk/all?c=${survivor.conversation_id}`);
    await other.bubble(`words of ${two}`).waitFor();

    await page.goto(`${api.url}/desk/all?c=${half.conversation_id}`);
    await agent.bubble(`words of ${one}`).waitFor();
    await page.keyboard.press("u");
    const dialog = page.getByRole("dialog", { name: words.desk("merge.title") });
    await dialog.getByRole("list", { name: words.desk("merge.found") }).getByRole("button").filter({ hasText: two }).click();
    expect(await obstacles(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.desk("command.conversation.merge"), exact: true }).click();

    for (const each of [agent, other]) {
      await each.bubble(`words of ${one}`).waitFor();
      await each.bubble(`words of ${two}`).waitFor();
    }
    await expect.poll(() => agent.row(one).count()).toBe(0); // one row stands for both, under the subject of the other
    await mail(`${one}-2`, `Re: ${one}`, `late words of ${one}`, one);
    await agent.bubble(`late words of ${one}`).waitFor();

    await page.goto(`${api.url}/desk/all?c=${half.conversation_id}`);
    const links = page.getByRole("list", { name: words.desk("merge.links") });
    await links.getByText(words.desk("merge.into")).waitFor();
    await links.getByRole("button", { name: words.desk("merge.undo") }).first().click();
    await expect.poll(() => agent.row(one).count()).toBe(1);
    await expect.poll(() => other.bubble(`words of ${one}`).count()).toBe(0);
    await other.bubble(`words of ${two}`).waitFor();
    await agent.bubble(`late words of ${one}`).waitFor();
    await expect.poll(() => agent.bubble(`words of ${two}`).count()).toBe(0);
    world.expectCalm();
  });

  test("messages are split off with the keyboard, and put back", async () => {
    const one = `course-${locale}`;
    const first = await mail(one, one, `words of ${one}`);
    await mail(`${one}-2`, one, `also about an invoice ${locale}`, one);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${first.conversation_id}`);
    await agent.bubble(`also about an invoice ${locale}`).waitFor();
    await page.keyboard.press("p");
    const bar = page.getByRole("region", { name: words.desk("command.conversation.split") });
    await bar.waitFor();
    await agent.thread.getByRole("checkbox").last().press("Space");

    await bar.getByText(words.desk("split.chosen_one", { count: "1" })).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await bar.getByRole("button", { name: words.desk("split.go") }).click();
    const links = page.getByRole("list", { name: words.desk("merge.links") });
    await links.getByText(words.desk("split.from")).waitFor();
    await expect.poll(() => agent.bubble(`words of ${one}`).count()).toBe(0);
    await links.getByRole("button", { name: words.desk("merge.undo") }).first().click();
    await links.getByText(words.desk("merge.into")).waitFor();
    await links.getByRole("button", { name: /^#\d+$/ }).first().click();
    await agent.bubble(`words of ${one}`).waitFor();
    await agent.bubble(`also about an invoice ${locale}`).waitFor();
    world.expectCalm();
  });
});
