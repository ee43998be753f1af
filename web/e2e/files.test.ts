// Files both ways: pictures are seen, everything else is only ever saved.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, snippetOf, type Api, type Channel } from "./api";
import { Visitor } from "./visitor";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const photo = { name: "错误截图.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaHDAjoaUBABF+R8B2tkmLwAAAABJRU5ErkJggg==", "base64") };
const drawing = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='owned'"><script>document.title='owned'</script></svg>`) };

let world: World;
let chat: Channel;
let api: Api;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  chat = await api.post<Channel>("/v1/channels", { kind: "webchat", name: "Website" });
});
afterAll(() => world?.close());

/** Keeps files on their way until one says so. */
async function holdUploads(page: Page): Promise<() => void> {
  let letUp = (): void => undefined;
  const held = new Promise<void>((go) => { letUp = go; });
  await page.route(/\/uploads$/, async (route) => { await held; await route.continue(); });
  return () => letUp();
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  test("pictures and files go both ways, and a drawing with a script in it is only saved", async () => {
    await api.patch("/v1/me", { locale });
    const visitor = new Visitor(await world.person(locale), words);
    const agent = new Agent(await world.person(locale), words);
    onTestFinished(async () => { await visitor.page.context().close(); await agent.page.context().close(); });
    await visitor.page.goto((await world.shop(snippetOf(world.desk.url, chat))).url);
    await visitor.openChat();
    const letUp = await holdUploads(visitor.page);
    await visitor.chat.locator("input[type=file]").setInputFiles([photo, drawing]);
    await visitor.box.fill(`${locale}: here it is`);
    await visitor.box.press("Enter"); // before the files are up
    await visitor.chat.getByText(words.chat("after_files")).waitFor();
    letUp();
    await visitor.log.getByRole("img", { name: words.chat("image", { name: photo.name }) }).waitFor();

    await agent.enter(api);
    await agent.view("unassigned");
    await agent.row(`${locale}: here it is`).click();
    const theirs = agent.bubble(`${locale}: here it is`);
    await expect.poll(() => theirs.getByRole("img", { name: photo.name }).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
    const saving = agent.page.waitForEvent("download");
    await theirs.getByRole("link", { name: drawing.name }).click();
    expect((await saving).suggestedFilename()).toBe(drawing.name);
    expect(await theirs.locator("img, object, embed, iframe").count()).toBe(1);

    const letOursUp = await holdUploads(agent.page);
    await agent.page.locator("input[type=file]").setInputFiles([photo, drawing]);
    await agent.page.getByRole("list", { name: words.desk("composer.files") }).getByText(drawing.name).waitFor();
    await agent.box.fill("Thank you, and here is ours");
    await agent.box.press("Control+Enter");
    await agent.page.getByText(words.desk("composer.afterFiles")).waitFor();
    letOursUp();
    const ours = visitor.bubble("Thank you, and here is ours");
    await expect.poll(() => ours.getByRole("img").evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
    const link = ours.getByRole("link").filter({ hasText: drawing.name });
    const answer = await visitor.page.request.get((await link.getAttribute("href"))!.replace(/^\//, `${world.desk.url}/`));
    expect(answer.headers()).toMatchObject({
      "content-type": "application/octet-stream", "content-disposition": expect.stringMatching(/^attachment;/), "x-content-type-options": "nosniff",
    });
    expect(await ours.locator("img").count()).toBe(1);
    world.expectCalm();
  });
});
