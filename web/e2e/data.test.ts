// Files come in and go out in a browser, and what is old is found by a rule before it is erased.

import { text as textOf } from "node:stream/consumers";
import type { Download } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { obstacles } from "./axe";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const sheets = {
  "zh-CN": { file: "客户.csv", sheet: "姓名,邮箱,手机,积分\n王小明,wang@example.com,138 0013 8000,12\n李华,不是邮箱,,3\n张伟,zhang@example.com,,8\n", wrong: "不是邮箱", column: "邮箱", name: "李华" },
  en: { file: "customers.csv", sheet: "name,email,phone,points\nMei Lin,mei@example.com,+86 138 0013 8000,12\nTom Hall,not an address,,3\nSiti R.,siti@example.com,,8\n", wrong: "not an address", column: "email", name: "Tom Hall" },
};

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const text = sheets[locale];

  async function enter(width = 1440): Promise<{ agent: Agent; api: Api }> {
    const api = await settle(world.desk.url, world.desk.setupLink, locale);
    const agent = new Agent(await world.person(locale, { viewport: { width, height: 900 } }), words);
    await agent.enter(api);
    return { agent, api };
  }

  test("a sheet comes in, its refused row is mended, and all of it is taken back", async () => {
    const { agent: { page }, api } = await enter();
    const people = async () => (await api.get<{ items: { name: string }[] }>("/v1/contacts")).items.map((each) => each.name).sort();
    const upload = async (name: string, bytes: Buffer) => {
      await page.goto(`${world.desk.url}/settings/data`);
      await page.getByRole("button", { name: words.desk("transfer.import") }).click();
      const form = page.getByRole("dialog");
      await form.getByLabel(words.desk("transfer.file"), { exact: true }).setInputFiles({ name, mimeType: "text/csv", buffer: bytes });
      expect(await obstacles(page)).toEqual([]);
      await form.getByRole("button", { name: words.desk("transfer.upload") }).click();
      await page.getByRole("heading", { name, exact: true }).waitFor();
      await page.getByRole("button", { name: words.desk("transfer.check") }).click();
      await page.getByRole("button", { name: words.desk("transfer.start") }).waitFor();
    };
    const count = (name: string) => page.getByRole("term").filter({ hasText: new RegExp(`^${words.desk(`transfer.counts.${name}`)}$`) }).locator("xpath=following-sibling::dd");

    await upload(text.file, gb18030(text.sheet));
    if (locale === "zh-CN") await page.getByText("GB18030").waitFor(); // what is ASCII all through is UTF-8 too
    expect(await count("contacts").textContent()).toBe("2");
    expect(await count("refused").textContent()).toBe("1");
    expect(await people()).toEqual([]); // a check brings nothing in
    expect(await obstacles(page)).toEqual([]);
    await page.getByRole("button", { name: words.desk("transfer.start") }).click();
    await page.getByText(words.desk("transfer.states.done"), { exact: true }).waitFor();
    expect((await people()).length).toBe(2);
    const problem = page.getByRole("table", { name: words.desk("transfer.problems") }).getByRole("row").nth(1);
    expect(await problem.textContent()).toContain(text.column);
    const first = page.url();

    const [report] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: words.desk("transfer.report") }).click()]);
    const refused = await read(report);
    expect(refused).toContain(text.name);
    await upload("mended.csv", Buffer.from(refused.replaceAll(text.wrong, "mended@example.com")));
    expect(await count("refused").textContent()).toBe("0");
    await page.getByRole("button", { name: words.desk("transfer.start") }).click();
    await page.getByText(words.desk("transfer.states.done"), { exact: true }).waitFor();
    expect(await people()).toContain(text.name);

    for (const each of [page.url(), first]) {
      await page.goto(each);
      await page.getByRole("button", { name: words.desk("transfer.undo") }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.desk("transfer.undo") }).click();
      await page.getByText(words.desk("transfer.states.undone"), { exact: true }).waitFor();
    }
    expect(await people()).toEqual([]);
    world.expectCalm();
  });

  test("what goes out is a file with what is here", async () => {
    const { agent: { page }, api } = await enter(390);
    const channel = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
    await api.post(`/v1/inbound/${channel.key}`, { external_id: "m1", text: "The umbrella is broken", sender: { external_id: "c1", name: text.name } });
    await page.goto(`${world.desk.url}/settings/data`);
    await page.getByText(words.desk("transfer.noExports")).waitFor();
    await page.getByRole("button", { name: words.desk("transfer.export") }).click();
    await page.getByRole("dialog").getByRole("radio", { name: words.desk("transfer.kinds.conversations") }).check();
    expect(await obstacles(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: words.desk("transfer.exportGo") }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: words.desk("transfer.download") }).click()]);
    const sheet = await read(file);
    expect(sheet).toContain("The umbrella is broken");
    expect(sheet).toContain(text.name);
    expect(await page.locator("html").evaluate((html) => html.scrollWidth <= html.clientWidth)).toBe(true);
    world.expectCalm();
  });

  test("a rule tells what it would erase, name by name, and a hold keeps a person out of it", async () => {
    const { agent, api } = await enter();
    const { page } = agent;
    const old = ["Ann", "Bo", "Cy"].map((name, at) => `${at},${name},${name}@example.com,Order ${at},resolved,2019-02-01 10:00,2019-02-02 10:00,Hello,2019-02-01 10:00`);
    const sheet = ["id,contact_name,contact_email,subject,state,created_at,resolved_at,message_text,message_sent_at", ...old].join("\n");
    await api.post("/v1/channels", { kind: "api", name: "Shop" });
    await page.goto(`${world.desk.url}/settings/data`);
    await page.getByRole("button", { name: words.desk("transfer.import") }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("radio", { name: words.desk("transfer.files.conversations") }).check();
    await form.getByLabel(words.desk("transfer.file"), { exact: true }).setInputFiles({ name: "old.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await form.getByLabel(words.desk("transfer.channel")).click();
    await page.getByRole("option", { name: "Shop" }).waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await form.getByRole("button", { name: words.desk("transfer.upload") }).click();
    await page.getByRole("button", { name: words.desk("transfer.check") }).click();
    await page.getByRole("button", { name: words.desk("transfer.start") }).click();
    await page.getByText(words.desk("transfer.states.done"), { exact: true }).waitFor();

    const people = await api.get<{ items: { id: string; name: string }[] }>("/v1/contacts");
    await page.goto(`${world.desk.url}/contacts/${people.items.find((each) => each.name === "Bo")!.id}`);
    await page.getByRole("button", { name: words.desk("hold.set.contact") }).click();
    await page.getByRole("dialog").getByLabel(words.desk("hold.reason")).fill("Court 12/2026");
    await page.getByRole("dialog").getByRole("button", { name: words.desk("hold.go") }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("alert").getByText("Court 12/2026").waitFor();
    expect(await obstacles(page)).toEqual([]);

    await page.goto(`${world.desk.url}/settings/retention`);
    await page.getByRole("button", { name: words.desk("retention.add") }).click();
    await page.getByRole("dialog").getByLabel(words.desk("retention.name")).fill("Two years");
    await page.getByRole("dialog").getByRole("button", { name: words.desk("act.save") }).click();
    const row = page.getByRole("row").filter({ hasText: "Two years" });
    await row.getByRole("button", { name: words.desk("retention.try"), exact: true }).click();
    const trial = page.getByRole("dialog");
    await trial.getByRole("button", { name: words.desk("retention.count_other", { count: 2 }) }).click();
    const found = trial.getByRole("table", { name: words.desk("retention.matches") });
    await expect.poll(() => found.getByRole("row").count()).toBe(4); // the head, two that go, one that stays
    await found.getByRole("row").filter({ hasText: "Order 1" }).getByText(words.desk("retention.kept")).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await found.getByRole("link", { name: /Order 0/ }).click();
    await agent.bubble("Hello").waitFor(); // each name opens what would go
    world.expectCalm();
  });
});

async function read(file: Download): Promise<string> {
  return textOf(await file.createReadStream());
}

/** As spreadsheets in China save it: two bytes for a Chinese character. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder("gb18030");
  const bytes = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) bytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  }
  return Buffer.from([...text].flatMap((each) => (each < "\u0080" ? [each.charCodeAt(0)] : [...bytes.get(each)!])));
}
