import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { api, type Fact, type Message, type Page } from "../api";
import { hear } from "./cache";
import { keys } from "./keys";
import { threadOf, type Thread } from "./thread";

afterEach(() => vi.restoreAllMocks());

const fact = (name: string, more: Partial<Fact> = {}): Fact => ({ cursor: 1, name, at: "", by: "", conversation_id: "", contact_id: "", data: {}, ...more }) as Fact;
const page = (...ids: string[]): Page<Message> => ({ items: ids.map((id) => ({ id, conversation_id: "c" }) as Message).reverse(), next: "" });
const settled = () => new Promise((done) => { setTimeout(done); });

/** A server that answers when it is told to. */
function slow<T>() {
  const asked: ((answer: T) => void)[] = [];
  return { asked, ask: () => new Promise<T>((answer) => { asked.push(answer); }) };
}

test("what was asked for first and read before a fact is asked for again", async () => {
  const client = new QueryClient();
  const server = slow<number>();
  const seen = new QueryObserver(client, { queryKey: keys.contact("x"), queryFn: server.ask });
  const stop = seen.subscribe(() => undefined);
  hear(client, [fact("contact.changed", { contact_id: "x" })], "me");
  expect(server.asked).toHaveLength(1);
  server.asked[0]!(1);
  await settled();
  expect(server.asked).toHaveLength(2);
  server.asked[1]!(2);
  await settled();
  expect(client.getQueryData(keys.contact("x"))).toBe(2);
  expect(server.asked).toHaveLength(2);
  stop();
});

test("so is a thread, and an older answer that comes later changes nothing", async () => {
  const client = new QueryClient();
  const first = slow<Thread>();
  const news = slow<Page<Message>>();
  vi.spyOn(api.messages, "list").mockImplementation(news.ask);
  const stop = new QueryObserver(client, { queryKey: keys.thread("c"), queryFn: first.ask }).subscribe(() => undefined);
  const shown = () => client.getQueryData<Thread>(keys.thread("c"))?.messages.map((each) => each.id);
  hear(client, [fact("message.arrived", { conversation_id: "c" })], "me");
  first.asked[0]!(threadOf(page("1")));
  await settled();
  expect(shown()).toEqual(["1"]);
  news.asked[0]!(page("1", "2"));
  await settled();
  expect(shown()).toEqual(["1", "2"]);

  hear(client, [fact("message.arrived", { conversation_id: "c" })], "me");
  hear(client, [fact("message.arrived", { conversation_id: "c" })], "me");
  expect(news.asked).toHaveLength(3);
  news.asked[2]!(page("1", "2", "3", "4"));
  await settled();
  news.asked[1]!(page("1", "2", "3"));
  await settled();
  expect(shown()).toEqual(["1", "2", "3", "4"]);
  stop();
});
