// What a customer writes is understood: a furious message shows its chip and the words that
// decided, a topic is corrected by one key and stands, and topics are drawn in the settings.

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Agent } from "./agent";
import { settle, type Api, type Channel } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf } from "./words";
import { World } from "./world";

let world: World;
let api: Api;
let shop: Channel;
const topics: Record<string, { id: string }> = {};

const angry = { "zh-CN": "你们这群骗子！第三次了，再不退款我就去12315曝光你们！", en: "You liars! This is the third time! Refund me or I will call my lawyer!" };
const deciding = { "zh-CN": "骗子", en: "liars" };

beforeAll(async () => {
  world = await World.open();
  api = await settle(world.desk.url, world.desk.setupLink, "zh-CN");
  shop = await api.post<Channel>("/v1/channels", { kind: "api", name: "Shop" });
  topics["refund"] = await api.post("/v1/topics", { name_zh: "退款", name_en: "Refund", words: ["退钱", "refund*"] });
  topics["parcel"] = await api.post("/v1/topics", { name_zh: "物流", name_en: "Delivery", words: ["快递", "parcel*"] });
});
afterAll(() => world?.close());

interface Said { conversation_id: string; message_id: string }
let said = 0;
const says = (name: string, text: string, thread = "") => api.post<Said>(`/v1/inbound/${shop.key}`, { external_id: `u${++said}`, thread, sender: { external_id: name, name }, text });
const gist = async (id: string) => (await api.get<{ gist: { topic_id: string; emotion: string; risks: string[] } }>(`/v1/conversations/${id}`)).gist;

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);

  async function agentIn(options = {}): Promise<Agent> {
    await api.patch("/v1/me", { locale });
    const agent = new Agent(await world.person(locale, options), words);
    await agent.enter(api);
    onTestFinished(() => agent.page.context().close());
    return agent;
  }

  test("fury shows its chip and its words; who knows better says so", async () => {
    const name = `Ann ${locale}`;
    const { conversation_id: id } = await says(name, angry[locale]);
    const agent = await agentIn();
    const { page } = agent;
    await agent.view("unassigned");
    await agent.row(name).getByRole("img", { name: words.desk("gist.emotion.furious") }).waitFor();
    await agent.row(name).click();
    const strip = page.getByRole("group", { name: words.desk("gist.label") });
    await strip.getByRole("button", { name: words.desk("gist.emotion.furious") }).click();
    const reasons = page.getByRole("tooltip").filter({ hasText: words.desk("reading.words") });
    await reasons.getByText(deciding[locale], { exact: true }).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await reasons.getByText(words.desk("gist.emotion.calm"), { exact: true }).click();
    await expect.poll(async () => (await gist(id)).emotion).toBe("calm");
    await strip.getByRole("button", { name: words.desk("gist.emotion.furious") }).waitFor({ state: "detached" });
    await page.getByRole("listitem").filter({ hasText: words.desk("gist.emotion.calm") }).first().waitFor();
    world.expectCalm();
  });

  test("one key says what it is about, and that stands", async () => {
    const name = `Ben ${locale}`;
    const { conversation_id: id } = await says(name, locale === "en" ? "Where is my parcel? It should have come on Monday." : "我的快递到哪里了？", `ben-${locale}`);
    await expect.poll(async () => (await gist(id)).topic_id).toBe(topics["parcel"]!.id);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${id}`);
    const strip = page.getByRole("group", { name: words.desk("gist.label") });
    await strip.getByRole("button", { name: locale === "en" ? "Delivery" : "物流" }).click();
    await page.getByText(locale === "en" ? "parcel" : "快递", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("t");
    const picker = page.getByRole("dialog");
    await picker.getByRole("combobox").fill(locale === "en" ? "refu" : "退");
    await picker.getByRole("option").first().waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await strip.getByRole("button", { name: locale === "en" ? "Refund" : "退款" }).waitFor();
    await says(name, locale === "en" ? "And the parcel?" : "快递呢？", `ben-${locale}`);
    await agent.bubble(locale === "en" ? "And the parcel?" : "快递呢？").waitFor();
    await expect.poll(async () => (await api.get<{ topic: { id: string } | null }>(`/v1/conversations/${id}/reading`)).topic?.id).toBe(topics["parcel"]!.id);
    expect((await gist(id)).topic_id).toBe(topics["refund"]!.id);
    await strip.getByRole("button", { name: locale === "en" ? "Refund" : "退款" }).waitFor();
    world.expectCalm();
  });

  test("a risk stands above the conversation until it was dealt with; a false alarm is remembered", async () => {
    const name = `Cleo ${locale}`;
    const { conversation_id: id } = await says(name, locale === "en" ? "I will tell the newspaper and my lawyer" : "我要找律师起诉，还要曝光你们");
    await expect.poll(async () => (await gist(id)).risks.toSorted()).toEqual(["legal", "public_exposure"]);
    const agent = await agentIn();
    const { page } = agent;
    await page.goto(`${api.url}/desk/all?c=${id}`);
    const banner = page.getByRole("list", { name: words.desk("risk.open") });
    const legal = banner.getByRole("listitem").filter({ hasText: words.desk("gist.risk.legal") });
    await legal.getByText(words.desk("risk.guidance.legal")).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await legal.getByRole("button", { name: words.desk("risk.handled") }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.desk("risk.handled"), exact: true }).click();
    await legal.waitFor({ state: "detached" });
    await banner.getByRole("button", { name: words.desk("risk.falseAlarm") }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: words.desk("risk.falseAlarm"), exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("only a joke");
    await dialog.getByRole("button", { name: words.desk("risk.falseAlarm"), exact: true }).click();
    await banner.waitFor({ state: "detached" });
    expect((await gist(id)).risks).toEqual([]);

    await page.goto(`${api.url}/settings/risks`);
    await page.getByRole("table", { name: words.desk("risk.falseAlarms") }).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.getByRole("row").filter({ hasText: words.desk("gist.risk.self_harm") }).getByRole("button", { name: words.desk("act.edit") }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel(words.desk("risk.guidanceZh")).fill("请拨打院内急救分机");
    expect(await obstacles(page)).toEqual([]);
    await form.getByRole("button", { name: words.desk("act.save") }).click();
    await form.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: words.desk("command.go.risks") }).click();
    await page.getByText(words.desk("risk.stateOf.false_alarm"), { exact: true }).click();
    await page.getByRole("row").filter({ hasText: name }).waitFor();
    expect(await obstacles(page)).toEqual([]);
    world.expectCalm();
  });

  test("topics are drawn in the settings", async () => {
    const agent = await agentIn({ viewport: { width: 390, height: 844 } });
    const { page } = agent;
    await page.goto(`${api.url}/settings/topics`);
    await page.getByRole("button", { name: words.desk("topics.add") }).click();
    const form = page.getByRole("dialog");
    const name = locale === "en" ? "Invoice" : "发票";
    await form.getByLabel(words.desk(locale === "en" ? "topics.nameEn" : "topics.nameZh"), { exact: true }).fill(name);
    await form.getByLabel(words.desk("topics.words"), { exact: true }).fill(locale === "en" ? "VAT," : "抬头，");
    expect(await obstacles(page)).toEqual([]);
    await form.getByRole("button", { name: words.desk("topics.add") }).click();
    await form.waitFor({ state: "hidden" });
    await page.getByRole("row", { name }).waitFor();
    expect(await obstacles(page)).toEqual([]);
    world.expectCalm();
  });
});
