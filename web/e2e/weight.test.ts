// What a browser has really fetched by the time that somebody can work, against what the build counts.

import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Channel } from "./api";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const deskKB = 320; // as in the build of the console
const boxKB = 235; // with the first conversation come all that shows one, the box to write in, what draws toasts and questions, and what the panel says of the contact

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("the desk and the box to write in are as light as the build says", async () => {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
    await api.post(`/v1/inbound/${channel.key}`, { external_id: "m1", text: "The umbrella is broken", sender: { external_id: "c1", name: "Mei" } });
    const agent = new Agent(await world.person(locale), words);
    const fetched = weigh(agent.page);

    await api.put("/v1/me/tour", { state: "put_away" }); // a new house's first steps come beside the desk, once it stands
    await agent.enter(api);
    await agent.page.getByText(words.desk("empty.mine.title")).waitFor();
    await agent.page.waitForLoadState("networkidle");
    const desk = await fetched();
    expect(desk.files).toBeGreaterThan(5);
    expect(desk.kB).toBeLessThanOrEqual(deskKB);

    await agent.view("unassigned");
    await agent.row("The umbrella is broken").click();
    await agent.box.waitFor();
    await agent.page.getByLabel(words.desk("belonging.write")).waitFor(); // what the panel says comes after the box
    const both = await fetched();
    expect(both.kB - desk.kB).toBeLessThanOrEqual(boxKB);
    world.expectCalm();
  });
});

/** The scripts and styles of a page until now, each as it is sent: packed. */
function weigh(page: Page): () => Promise<{ kB: number; files: number }> {
  const answers: Response[] = [];
  page.on("response", (answer) => { if (/\.(js|css)$/.test(new URL(answer.url()).pathname)) answers.push(answer); });
  return async () => {
    const bodies = await Promise.all(answers.map((each) => each.body()));
    return { kB: bodies.reduce((sum, body) => sum + gzipSync(body).length / 1024, 0), files: bodies.length };
  };
}
