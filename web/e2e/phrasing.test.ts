// What is better said otherwise is marked while one types: one key takes it, one sends it away.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Channel } from "./api";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

const drafts = {
  "zh-CN": { asks: "气死我了，你们到底什么时候发货！", draft: "您应该先看说明，这是您自己的问题。", marked: "您自己的", left: "您应该", taken: "您可以考虑先看说明" },
  en: { asks: "I am furious, where is my parcel?!", draft: "You should have read the note. That is not our problem.", marked: "not our problem", left: "You should have", taken: "next time it may help to read the note" },
};

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const said = drafts[locale];

  test("advice stands above the box; a key takes it, another sends it away, and nothing is held up", async () => {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
    const came = await api.post<{ conversation_id: string }>(`/v1/inbound/${channel.key}`, { external_id: "m1", text: said.asks, sender: { external_id: "c1", name: "Mei" } });
    await expect.poll(async () => (await api.get<{ gist: { emotion: string } }>(`/v1/conversations/${came.conversation_id}`)).gist.emotion).not.toBe("");
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    await agent.view("unassigned");
    await agent.row(said.asks).click();
    await agent.box.fill(said.draft);

    const advice = agent.page.getByRole("status", { name: words.desk("advice.label") });
    const tells = (text: string) => advice.filter({ hasText: text }).waitFor();
    const seen: string[] = [];
    await advice.waitFor();
    // What weighs most comes first; each is sent away by the key until the soft one is left.
    for (let n = 0; n < 6; n++) {
      await advice.waitFor();
      const text = (await advice.textContent())!;
      seen.push(text);
      if (text.includes(said.left)) break;
      await agent.box.press("Escape");
      await expect.poll(async () => advice.textContent()).not.toBe(text);
    }
    expect(seen.join()).toContain(said.marked);
    await tells(said.left);
    await agent.box.press("Alt+Enter");
    await agent.box.filter({ hasText: said.taken }).waitFor();
    await advice.waitFor({ state: "detached" });
    expect(await agent.box.evaluate((box) => box.contains(document.activeElement) || box === document.activeElement)).toBe(true);

    await agent.sendButton.click();
    await agent.thread.getByText(said.taken).waitFor();
    world.expectCalm();
  });
});
