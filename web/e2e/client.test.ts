import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, pages, Problem } from "../client";
import { settle } from "./api";
import { openDesk, type Desk } from "./desk";

let desk: Desk;
let token: string;

beforeAll(async () => {
  desk = await openDesk();
  token = (await settle(desk.url, desk.setupLink, "en")).token;
});
afterAll(() => desk.stop());

test("the TypeScript client does a day's work", async () => {
  const anlan = connect(desk.url, token);
  const { data: channel } = await anlan.POST("/v1/channels", { body: { kind: "api", name: "Shop", settings: {} } });
  for (let n = 1; n <= 5; n++) {
    await anlan.POST("/v1/inbound/{channel_key}", {
      params: { path: { channel_key: channel!.key } },
      body: { external_id: `m${n}`, sender: { external_id: `u${n}`, name: `客户 ${n}` }, text: "课程打不开" },
    });
  }
  const names: string[] = [];
  for await (const contact of pages((after) => anlan.GET("/v1/contacts", { params: { query: { limit: 2, after } } }))) names.push(contact.name);
  expect(names.sort()).toEqual(["客户 1", "客户 2", "客户 3", "客户 4", "客户 5"]);

  const { data: list } = await anlan.GET("/v1/conversations", { params: { query: { limit: 1 } } });
  const conversation = list!.items[0]!;
  const { data: reply } = await anlan.POST("/v1/conversations/{id}/messages", {
    params: { path: { id: conversation.id } }, body: { kind: "reply", text: "您好" },
  });
  expect(reply!.text).toBe("您好");
});

test("a refusal has its code", async () => {
  const anlan = connect(desk.url, token);
  const refused = anlan.GET("/v1/conversations/{id}", { params: { path: { id: "nowhere" } } });
  await expect(refused).rejects.toMatchObject({ name: "Problem", status: 404, code: "conversation.missing" });
  await expect(refused).rejects.toBeInstanceOf(Problem);
});

test("what was lost on its way is done once", async () => {
  const rests: number[] = [];
  let lost = 0;
  const anlan = connect(desk.url, token, {
    fetch: async (...request) => {
      const answer = await fetch(...request);
      if (lost++ === 0) throw new TypeError("the connection broke");
      return answer;
    },
    sleep: async (ms) => { rests.push(ms); },
  });
  await anlan.POST("/v1/skills", { body: { name: "Refunds" } });
  const { data } = await anlan.GET("/v1/skills");
  expect(data!.items.map((skill) => skill.name)).toEqual(["Refunds"]);
  expect(rests).toEqual([200]);
});
