import { expect, test } from "vitest";
import { readFrame, readMessage, readPage, readUpload, readVisit } from "../shared/protocol";
import { readToFrame, readToLoader } from "../shared/bridge";
import { randomFrom } from "./random";

const seed = Number(process.env.SEED ?? 20417);

test("a ready frame is read with its messages, and unknown fields are let be", () => {
  const frame = readFrame(
    JSON.stringify({
      t: "ready",
      conversation: { number: 7, state: "open", mood: "new field" },
      messages: [{ id: "m1", kind: "reply", text: "hi", html: "", author: { name: "Lin" }, sent_at: "2026-11-24T09:00:00Z", attachments: [], client_id: "", delivery: "sent" }],
      read_upto: "m0",
      staff_online: true,
    }),
  );
  expect(frame).toMatchObject({ t: "ready", conversation: { number: 7, state: "open" }, readUpto: "m0", staffOnline: true });
  expect(frame?.t === "ready" && frame.messages[0]?.author).toBe("Lin");
});

test("notes, unknown kinds and messages without an id are left out", () => {
  const page = readPage({ items: [{ id: "a", kind: "note", text: "secret" }, { kind: "reply" }, { id: "b", kind: "reply" }, null, 3] });
  expect(page.items.map((message) => message.id)).toEqual(["b"]);
});

test.each(["javascript:alert(1)", "//evil.test/x", "/\\evil.test", "https://evil.test/", "data:text/html,x"])("a file at %s gets no address", (url) => {
  expect(readMessage({ id: "a", kind: "reply", attachments: [{ id: "f", url }] })?.attachments[0]?.url).toBe("");
});

test("a visit without a token is no visit", () => {
  expect(readVisit({ channel: {} })).toBeNull();
  expect(readVisit({ token: "t", unread: -3 })).toMatchObject({ token: "t", unread: 0, conversation: null });
});

test(`random garbage never throws (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const readers = [readFrame, readVisit, readPage, readUpload, readMessage, readToFrame, readToLoader];
  for (let i = 0; i < 20_000; i++) {
    const raw = garbage(random, 4);
    for (const reader of readers) reader(raw);
    readFrame(broken(JSON.stringify(raw) ?? "", random));
  }
});

const words = ["t", "ready", "ack", "refused", "message", "typing", "read", "state", "pong", "hello", "keep", "parcel", "id", "messages", "items", "conversation", "author", "attachments", "url", "upto", "__proto__", "kind", "inbound", "reply", "token", "title", "channel"];

function garbage(random: () => number, depth: number): unknown {
  const pick = Math.floor(random() * (depth > 0 ? 10 : 7));
  const word = words[Math.floor(random() * words.length)];
  const leaves = [null, undefined, random() * 1e9, -1, NaN, word, random() < 0.5];
  if (pick < 7) return leaves[pick];
  const size = Math.floor(random() * 5);
  if (pick === 7) return Array.from({ length: size }, () => garbage(random, depth - 1));
  const made: Record<string, unknown> = { t: word };
  for (let i = 0; i < size; i++) made[words[Math.floor(random() * words.length)] as string] = garbage(random, depth - 1);
  return made;
}

function broken(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0xffff)) + text.slice(at + 1);
}
