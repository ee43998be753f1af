import { nothingClaimed } from "../shared/bridge";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chat } from "../frame/chat";
import * as outbox from "../frame/outbox";
import { Desk, flakyApi, FlakySocket, Storage, Weather } from "./desk";
import { randomFrom } from "./random";

const seed = Number(process.env.SEED ?? 71);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Tab = { chat: Chat; leave: () => void; said: string[] };

function openTab(desk: Desk, weather: Weather, storage: Storage): Tab {
  const home = storage.tab();
  const chat = new Chat(flakyApi(desk, weather), home, () => new FlakySocket(desk, weather) as unknown as WebSocket, weather.random);
  chat.start();
  const leave = () => {
    home.leave();
    chat.line.stop();
  };
  return { chat, leave, said: [] };
}

async function story(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const [desk, weather, storage] = [new Desk(), new Weather(random), new Storage()];
  const tabs = [openTab(desk, weather, storage), openTab(desk, weather, storage)];
  const said: string[] = [];
  for (let step = 0; step < 60; step++) {
    const at = Math.floor(random() * tabs.length);
    const tab = tabs[at] as Tab;
    if (random() < 0.4) {
      const id = `c${seed}-${step}`;
      said.push(id);
      tab.chat.say(`text ${step}`, [], id, new Date());
    }
    if (random() < 0.1) {
      tab.leave(); // a reload: only what storage holds comes back
      tabs[at] = openTab(desk, weather, storage);
    }
    if (random() < 0.1) tab.chat.line.retry();
    await vi.advanceTimersByTimeAsync(Math.floor(random() * 3_000));
  }
  weather.calm = true;
  await vi.advanceTimersByTimeAsync(300_000);

  expect(desk.stored.map((message) => message.clientId).sort(), `seed ${seed}`).toEqual([...said].sort());
  expect(storage.parcels.size, `seed ${seed}`).toBe(0);
  for (const tab of tabs) {
    expect(tab.chat.state.box, `seed ${seed}`).toEqual([]);
    expect(tab.chat.state.thread.messages.map((message) => message.clientId), `seed ${seed}`).toEqual(desk.written());
    tab.leave();
  }
}

test(`whatever the network does, each message is stored exactly once and both tabs show it once (seeds ${seed}…${seed + 59})`, async () => {
  for (let n = seed; n < seed + 60; n++) await story(n);
}, 60_000);

test("a parcel comes back from storage as it was, and waits", () => {
  const parcel: outbox.Parcel = { id: "c1", text: "你好", attachments: [], sentAt: "2026-11-24T09:00:00.000Z", ...nothingClaimed, state: "sending", code: "" };
  expect(outbox.unpack(outbox.pack(parcel))).toEqual({ ...parcel, state: "waiting" });
});

test.each(["", "null", "[]", "{", '{"id":3}', '{"id":"x"}', '"text"'])("storage that holds %j is no parcel", (raw) => {
  expect(outbox.unpack(raw)).toBeNull();
});

test("one at a time, and a refused one does not hold up the next", () => {
  const parcel = (id: string): outbox.Parcel => ({ id, text: id, attachments: [], sentAt: id, ...nothingClaimed, state: "waiting", code: "" });
  let box = [parcel("a"), parcel("b")];
  box = outbox.carry(box, "a");
  expect(outbox.next(box)).toBeUndefined();
  box = outbox.refuse(box, "a", "message.too_long", false);
  expect(outbox.next(box)?.id).toBe("b");
  expect(outbox.next(outbox.again(box, "a"))?.id).toBe("a");
});
