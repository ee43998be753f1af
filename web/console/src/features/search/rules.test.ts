import { describe, expect, test } from "vitest";
import { askedOf, questionOf, withFilter, withoutFilter } from "./rules";

const known = {
  staff: [{ id: "s1", name: "林晓" }, { id: "s2", name: "Ann Lee" }],
  teams: [{ id: "t1", name: "售后" }],
  channels: [{ id: "c1", name: "网站" }],
};

describe("what is typed", () => {
  test.each<[string, string, string[]]>([
    ["退款", "退款", []],
    ["state:open assignee:me 退款", "退款", ["state=open", "assignee=me"]],
    ["状态:待处理 负责人:我 退款", "退款", ["state=open", "assignee=me"]],
    ["状态：已解决 发票", "发票", ["state=resolved"]],
    ["STATE:Open", "", ["state=open"]],
    ["is:open is:snoozed 是:已解决", "", ["state=open", "state=snoozed", "state=resolved"]],
    ["is:unassigned 是:我的", "", ["assignee=none", "assignee=me"]],
    ["is:constructor", "is:constructor", []],
    ["assignee:林晓 hello world", "hello world", ["assignee=s1"]],
    ["assignee:\"Ann Lee\" hello", "hello", ["assignee=s2"]],
    ["负责人：“Ann Lee”", "", ["assignee=s2"]],
    ["assignee:none team:mine", "", ["assignee=none", "team=mine"]],
    ["团队:售后 渠道:网站 标签:VIP", "", ["team=t1", "channel=c1", "tag=vip"]],
    ["组织:澜学教育 公司：“Blue Shore, Inc.” 退款", "退款", ["organisation=澜学教育", "organisation=Blue Shore, Inc."]],
    ["organisation:lanxue.example org:x", "", ["organisation=lanxue.example", "organisation=x"]],
    ["kind:customer 类型:备注 kind:reply", "", ["kind=inbound", "kind=note", "kind=reply"]],
    ["has:attachment 有:附件", "", ["has=attachment", "has=attachment"]],
    ["number:#20417", "", ["number=20417"]],
    ["编号:20417", "", ["number=20417"]],
    ["from:2026-01-02 to:2026-02-03", "", ["from=2026-01-02", "to=2026-02-03"]],
    ["从:7d 到:1周", "", ["from=7d", "to=1周"]],
    ["from:2026-02-31", "from:2026-02-31", []],
    ["from:yesterday", "from:yesterday", []],
    ["colour:red", "colour:red", []],
    ["constructor:open", "constructor:open", []],
    ["state:broken", "state:broken", []],
    ["assignee:谁也不是", "assignee:谁也不是", []],
    ["https://example.com/a", "https://example.com/a", []],
    ["state:", "state:", []],
    [":open", ":open", []],
    ["10:30 见", "10:30 见", []],
    ["\"state:open\"", "\"state:open\"", []],
    ["  ", "", []],
  ])("%s", (text, words, filters) => {
    const question = questionOf(text, known);
    expect(question.words).toBe(words);
    expect(question.filters.map((each) => `${each.key}=${each.value}`)).toEqual(filters);
  });
});

test.each<[string, string[]]>([
  ["colour:red 退款", ["colour? red"]],
  ["state:broken assignee:谁也不是", ["state=state broken", "assignee=assignee 谁也不是"]],
  ["颜色:红 from:yesterday", ["颜色? 红", "from=from yesterday"]],
  ["https://example.com 10:30 退款原因：质量问题 \"colour:red\" state: a@b:c is:open", []],
])("what looks like a filter and is none is said: %s", (text, strays) => {
  expect(questionOf(text, known).strays.map(({ name, key, value }) => `${name}${key ? `=${key}` : "?"} ${value}`)).toEqual(strays);
});

test("a filter is added in words and taken away again", () => {
  const text = withFilter("退款", "assignee", "Ann Lee");
  expect(text).toBe("退款 assignee:\"Ann Lee\"");
  expect(withoutFilter(text, questionOf(text, known).filters[0]!)).toBe("退款");
});

test("the server is asked in its own words, and days end at midnight", () => {
  const now = Date.parse("2026-05-04T12:00:30Z");
  expect(askedOf(questionOf("退款 state:open state:已解决 assignee:me from:7d", known), now)).toEqual({ q: "退款", state: "open,resolved", assignee: "me", from: "2026-04-27T12:00:00.000Z" });
  expect(askedOf(questionOf("组织:澜学 organisation:\"Blue Shore, Inc.\"", known), now)).toEqual({ organisation: "澜学,\"Blue Shore, Inc.\"" });
  const day = askedOf(questionOf("from:2026-05-04 to:2026-05-04", known), now);
  expect(Date.parse(day.to!) - Date.parse(day.from!)).toBe(86_400_000);
});
