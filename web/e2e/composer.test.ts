// What one writes with: markup, canned replies, mentions, macros, taking back.

import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf, type Words } from "./words";
import { World } from "./world";

const photo = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaHDAjoaUBABF+R8B2tkmLwAAAABJRU5ErkJggg==", "base64");

interface Said { items: { kind: string; text: string; html: string; delivery: { state: string; leaves_at: string | null }; attachments: { name: string; inline: boolean }[] }[] }

let world: World;
let api: Api;
let mailbox: Channel;
let me: string;
let count = 0;

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  me = (await api.get<{ staff: { id: string } }>("/v1/me")).staff.id;
  // Nobody listens at that port: a mail that leaves is tried again, and stays queued.
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "Support", settings: { address: "help@example.com", smtp: { host: "127.0.0.1", port: 9, security: "none" } } });
  await api.post("/v1/teams", { name: "售后", members: [me] });
  await api.post("/v1/canned-replies", {
    scope: "everybody", title: "退款说明", shortcut: "refund",
    texts: { "zh-CN": { text: "{{contact.first_name|您}}，您好！#{{conversation.number}} 已受理。", html: "" }, en: { text: "Hello {{contact.name}}, #{{conversation.number}} is on its way.", html: "" } },
  });
  await api.post("/v1/canned-replies", { scope: "everybody", title: "团队", shortcut: "team", texts: { en: { text: "Yours, {{team.name}}", html: "" } } });
  await api.post("/v1/macros", { scope: "everybody", name: "收尾 Wrap up", steps: [{ kind: "tag", add: ["退款"] }, { kind: "reply", text: "{{contact.name}}: done." }, { kind: "resolve" }] });
});
afterAll(() => world?.close());

/** Somebody writes a mail, and Lin has it open. */
async function opened(page: Page, words: Words): Promise<{ agent: Agent; path: string; words: Words }> {
  const n = ++count;
  const { conversation_id: id } = await api.mail(mailbox.key, `From: =?utf-8?q?=E7=8E=8B=E5=B0=8F=E6=98=8E?= <wang${n}@example.com>\nSubject: order ${n}\nMessage-ID: <${n}@example.com>\nContent-Type: text/plain; charset=utf-8\n\n我想退款 ${n}\n`);
  const agent = new Agent(page, words);
  await agent.page.context().addCookies([{ ...api.session, url: api.url, httpOnly: true, sameSite: "Lax" }]);
  await agent.page.goto(`${api.url}/desk/all?c=${id}`);
  await agent.box.waitFor();
  return { agent, path: `/v1/conversations/${id}`, words };
}

async function dropped(on: Locator, name: string, type: string, bytes: Buffer, event: "drop" | "paste"): Promise<void> {
  await on.evaluate((target, file) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(file.bytes), (each) => each.charCodeAt(0))], file.name, { type: file.type }));
    const options = { bubbles: true, cancelable: true };
    if (file.event === "drop") for (const each of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(each, { ...options, dataTransfer: data }));
    else target.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: data }));
  }, { name, type, bytes: bytes.toString("base64"), event });
}

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const begin = async () => {
    await api.patch("/v1/me", { locale });
    const page = await world.person(locale);
    onTestFinished(() => page.context().close());
    return opened(page, words);
  };
  const said = async (path: string) => (await api.get<Said>(`${path}/messages`)).items;

  test("markup is written by shortcuts and by the tools, and arrives as text and as HTML", async () => {
    const { agent, path } = await begin();
    await agent.box.click();
    await agent.page.keyboard.type("Please **check** this:");
    await agent.page.keyboard.press("Enter");
    await agent.page.keyboard.type("- one");
    await agent.page.keyboard.press("Enter");
    await agent.page.keyboard.type("two");
    await agent.box.locator("li").nth(1).waitFor();
    await agent.box.locator("strong").getByText("check").waitFor();
    await agent.box.press("Control+a");
    await agent.page.getByRole("toolbar", { name: words.desk("editor.tools") }).getByRole("button", { name: words.desk("editor.italic") }).click();
    expect(await obstacles(agent.page)).toEqual([]);
    await agent.page.getByText(words.desk("draft.saved")).waitFor();
    await agent.page.reload();
    await agent.box.locator("li em").first().waitFor(); // the draft keeps it
    await agent.sendButton.click();
    await agent.bubble("two").locator("li").first().waitFor();
    const reply = (await said(path)).at(-1)!;
    expect(reply.text).toMatch(/Please check this:\s+- one\s+- two/);
    expect(reply.html).toMatch(/<strong>.*check.*<\/strong>/);
    world.expectCalm();
  });

  test("what is pasted from an office is cleaned", async () => {
    const { agent } = await begin();
    await agent.box.evaluate((box) => {
      const data = new DataTransfer();
      data.setData("text/html", "<!--[if gte mso 9]><xml>no</xml><![endif]--><style>p{color:red}</style><p class=MsoNormal style='color:red' onclick='x()'><b>合同</b>见下<o:p></o:p></p><img src='https://tracker.example/x.png'>");
      data.setData("text/plain", "合同见下");
      (box as HTMLElement).focus();
      box.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
    });
    await agent.box.locator("strong").getByText("合同").waitFor();
    expect(await agent.written()).toBe("合同见下");
    expect(await agent.box.locator("[style], img.editor-picture").count()).toBe(0);
    world.expectCalm();
  });

  test("a slash finds a canned reply, in the customer's language and with their name; what nobody can fill is not sent unseen", async () => {
    const { agent, path } = await begin();
    await agent.box.click();
    await agent.page.keyboard.type("/退款");
    const list = agent.page.getByRole("listbox", { name: words.desk("composer.cannedReplies") });
    await list.getByRole("option", { name: /退款说明/ }).waitFor();
    await agent.page.keyboard.press("Enter");
    await expect.poll(() => agent.written()).toMatch(/^小明，您好！#\d+ 已受理。$/);
    await list.waitFor({ state: "hidden" });
    await agent.page.keyboard.press("Enter");
    await agent.page.keyboard.type("/tea");
    await list.getByRole("option", { name: /\/team/ }).waitFor();
    await agent.page.keyboard.press("Enter");
    await agent.box.locator(".editor-open").getByText("{{team.name}}").waitFor();
    await agent.sendButton.click();
    await agent.page.getByRole("alert").getByText("{{team.name}}").waitFor();
    expect(await said(path)).toHaveLength(1);
    await agent.page.getByRole("button", { name: words.desk("composer.sendAnyway") }).click();
    await agent.bubble("已受理").waitFor();
    world.expectCalm();
  });

  test("Enter before the list has answered takes what answers, not what stood there", async () => {
    const { agent } = await begin();
    let answer = () => {};
    const waits = new Promise<void>((resolve) => { answer = resolve; });
    await agent.page.route(/canned-replies\?.*q=tea/, async (route) => {
      await waits;
      await route.continue();
    });
    await agent.box.click();
    await agent.page.keyboard.type("/");
    const list = agent.page.getByRole("listbox", { name: words.desk("composer.cannedReplies") });
    await list.getByRole("option").nth(1).waitFor();
    await agent.page.keyboard.type("tea");
    await agent.page.keyboard.press("Enter");
    expect(await agent.written()).toBe("/tea");
    answer();
    await agent.box.locator(".editor-open").getByText("{{team.name}}").waitFor();
    world.expectCalm();
  });

  test("an @ in a note names a colleague by the first sounds of the name", async () => {
    const { agent, path } = await begin();
    await agent.box.press("Escape");
    await agent.page.keyboard.press("n");
    await agent.noteBox.waitFor();
    await expect.poll(() => agent.noteBox.evaluate((box) => box === document.activeElement)).toBe(true);
    await agent.page.keyboard.type("@ll");
    await agent.page.getByRole("listbox", { name: words.desk("composer.colleagues") }).getByRole("option", { name: /林岚/ }).waitFor();
    await agent.page.keyboard.press("Enter");
    await agent.page.keyboard.type("@售");
    await agent.page.getByRole("listbox", { name: words.desk("composer.colleagues") }).getByRole("option", { name: /售后/ }).waitFor();
    await agent.page.keyboard.press("Tab");
    await agent.page.keyboard.type("请看");
    await agent.page.keyboard.press("Control+Enter");
    await agent.bubble("请看").locator(".mention").getByText("@林岚").waitFor();
    expect((await said(path)).at(-1)!.html).toContain(`data-mention="staff:${me}"`);
    world.expectCalm();
  });

  test("a reply is taken back before it leaves, words and all", async () => {
    const { agent, path } = await begin();
    await agent.box.click();
    await agent.page.keyboard.type("Too **early**");
    await agent.page.keyboard.press("Control+Shift+Enter");
    const bubble = agent.bubble("Too early");
    await bubble.waitFor();
    await expect.poll(() => agent.stateOfTalk.textContent()).toContain(words.desk("state.resolved"));
    expect((await said(path)).at(-1)!.delivery.leaves_at).not.toBeNull();
    await bubble.getByRole("button", { name: words.desk("command.message.withdraw") }).click();
    await agent.box.locator("strong").getByText("early").waitFor();
    await bubble.waitFor({ state: "hidden" });
    await expect.poll(() => agent.stateOfTalk.textContent()).toContain(words.desk("state.open"));
    expect(await said(path)).toHaveLength(1);
    world.expectCalm();
  });

  test("a macro shows what it will do, and does it", async () => {
    const { agent } = await begin();
    await agent.box.press("Escape");
    await agent.page.keyboard.press("m");
    const dialog = agent.page.getByRole("dialog", { name: words.desk("command.macro.open") });
    await dialog.getByText("王小明: done.").waitFor();
    expect(await obstacles(agent.page)).toEqual([]);
    await dialog.getByRole("combobox").press("Enter");
    await dialog.waitFor({ state: "hidden" });
    await agent.bubble("王小明: done.").waitFor();
    await expect.poll(() => agent.stateOfTalk.textContent()).toContain(words.desk("state.resolved"));
    world.expectCalm();
  });

  test("a picture is pasted among the words, a file is dropped anywhere on the conversation", async () => {
    const { agent, path } = await begin();
    await agent.box.click();
    await agent.page.keyboard.type("See ");
    await dropped(agent.box, "screen.png", "image/png", photo, "paste");
    await expect.poll(() => agent.box.locator("img.editor-picture").evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth))).toEqual([8]);
    await dropped(agent.thread, "报价.txt", "text/plain", Buffer.from("1"), "drop");
    await agent.page.getByRole("list", { name: words.desk("composer.files") }).getByText("报价.txt").waitFor();
    await agent.sendButton.click();
    await expect.poll(() => agent.bubble("See").locator(".rich img").evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth))).toEqual([8]);
    expect((await said(path)).at(-1)!.attachments.map((each) => [each.name, each.inline])).toEqual([["screen.png", true], ["报价.txt", false]]);
    world.expectCalm();
  });

  test("a mailbox that cannot send says so before one types", async () => {
    await api.patch("/v1/me", { locale });
    const mute = await api.post<Channel>("/v1/channels", { kind: "email", name: `Mute ${locale}`, settings: { address: "mute@example.com" } });
    const { conversation_id: id } = await api.mail(mute.key, `From: a@example.com\nSubject: x\nMessage-ID: <mute-${locale}@example.com>\n\nhello\n`);
    const page = await world.person(locale);
    onTestFinished(() => page.context().close());
    const agent = new Agent(page, words);
    await agent.enter(api);
    await page.goto(`${api.url}/desk/all?c=${id}`);
    await page.getByText(words.desk("composer.refused.channel_cannot_send")).waitFor();
    expect(await agent.sendButton.count()).toBe(0);
    world.expectCalm();
  });
});
