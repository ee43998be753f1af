// Mail from strangers: shown as they laid it out, and able to do nothing.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { locales, wordsOf } from "./words";
import { World } from "./world";

const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaHDAjoaUBABF+R8B2tkmLwAAAABJRU5ErkJggg==", "base64");

let world: World;
let api: Api;
let mailbox: Channel;
let pictures: Server; // of a sender who counts who reads
let elsewhere = "";
const asked: string[] = [];

beforeAll(async () => {
  pictures = createServer((request, answer) => {
    asked.push(`${request.url} ${request.headers.cookie ?? ""}${request.headers.referer ?? ""}`);
    answer.writeHead(200, { "content-type": "image/png" }).end(pixel);
  });
  await new Promise<void>((done) => { pictures.listen(0, "127.0.0.1", done); });
  elsewhere = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}`;
  world = await World.open("--webhook-networks", "127.0.0.0/8");
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  mailbox = await api.post<Channel>("/v1/channels", { kind: "email", name: "support@example.com" });
});
afterAll(async () => {
  await world?.close();
  pictures.close();
});

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentIn(): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("a mail full of tricks runs nothing and asks nobody before the reader does", async () => {
    await api.mail(mailbox.key, tricky(locale));
    const agent = await agentIn();
    const { page } = agent;
    asked.length = 0;
    const left: string[] = []; // everything that the browser itself would have asked the sender for
    await page.route(`${elsewhere}/**`, (route) => {
      left.push(route.request().url());
      return route.abort();
    });

    await agent.view("unassigned");
    await agent.row(`Newsletter ${locale}`).click();
    const mail = page.frameLocator(`iframe[title="${words.desk("mail.body")}"]`);
    await mail.getByText("Dear reader").waitFor();
    await page.getByText(words.desk("mail.picturesHeld")).waitFor();
    const markup = await mail.locator("html").innerHTML();
    expect(markup).not.toMatch(/<script|onerror|onload|onclick|javascript:|<form|<iframe|<object/i);
    expect(await page.locator("iframe").getAttribute("sandbox")).not.toContain("allow-scripts");
    expect(await page.title()).not.toContain("owned");
    expect(left).toEqual([]);

    await page.getByRole("button", { name: words.desk("mail.showPictures") }).click();
    await expect.poll(() => mail.locator("img").first().evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    expect(left).toEqual([]);
    expect(asked, "our server has asked, once, and says nothing of us").toEqual(["/open.png "]);
    expect(await page.title()).not.toContain("owned");
    world.expectCalm(/open\.png' violates .* "img-src 'self' data: /); // held back, as it should be
  });

  test("a mail that nobody can read is marked, and what came is attached", async () => {
    const raw = `X-Broken: ${locale}\n\n`;
    await api.mail(mailbox.key, raw);
    const agent = await agentIn();
    await agent.view("unassigned");
    await agent.row(words.desk("contact.nameless")).first().click();
    const bubble = agent.thread.getByRole("article").first();
    await bubble.getByText(words.desk("message.unreadable")).waitFor();
    const saving = agent.page.waitForEvent("download");
    await bubble.getByRole("link", { name: "message.eml" }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe("message.eml");
    expect(await text(await saved.createReadStream())).toBe(raw.replaceAll("\n", "\r\n"));
    world.expectCalm();
  });
});

function tricky(locale: string): string {
  return `From: Newsletter ${locale} <news-${locale}@example.net>
To: support@example.com
Subject: This week ${locale}
Message-ID: <tricks-${locale}@example.net>
Date: Mon, 23 Nov 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><style>@import url(${elsewhere}/import.css); p { background: url(${elsewhere}/style.png) }</style>
<link rel="stylesheet" href="${elsewhere}/sheet.css"><base href="${elsewhere}/"><meta http-equiv="refresh" content="0;url=${elsewhere}/refresh">
<script>parent.document.title = "owned"; fetch("${elsewhere}/ran")</script></head>
<body background="${elsewhere}/body.png" onload="parent.document.title='owned'">
<p>Dear reader</p>
<table style="background-image:url(${elsewhere}/cell.png)"><tr><td background="${elsewhere}/td.png">This week we have tea.</td></tr></table>
<img src="${elsewhere}/open.png" srcset="${elsewhere}/large.png 2x" width="40" height="40" onerror="parent.document.title='owned'">
<img src="x" onerror="parent.document.title='owned'">
<svg onload="parent.document.title='owned'"><image href="${elsewhere}/svg.png"/></svg>
<video poster="${elsewhere}/poster.png"><source src="${elsewhere}/film.mp4"></video>
<iframe src="${elsewhere}/frame"></iframe><object data="${elsewhere}/object"></object><embed src="${elsewhere}/embed">
<form action="${elsewhere}/form"><input type="image" src="${elsewhere}/input.png"><button>Go on</button></form>
<a href="javascript:parent.document.title='owned'" onclick="parent.document.title='owned'">unsubscribe</a>
</body></html>
`;
}
