import { expect, test } from "vitest";
import type { Contact, Identity } from "../../api";
import { likelihood, survivorOf } from "./rules";

const card = (id: string, created: string, ...identities: Partial<Identity>[]) => ({ id, created_at: created, identities }) as unknown as Contact;

test("the card that more is known of for sure stays", () => {
  const mail = card("a", "2026-01-02T00:00:00Z", { kind: "email", verified: true });
  const visitor = card("b", "2026-01-01T00:00:00Z", { kind: "visitor", verified: true }, { kind: "email", verified: false });
  expect(survivorOf(mail, visitor)).toBe(mail);
  expect(survivorOf(visitor, mail)).toBe(mail);
});

test("of two that are known equally well the older one stays, whoever is asked first", () => {
  const [old, young] = [card("b", "2026-01-01T00:00:00Z"), card("a", "2026-01-02T00:00:00Z")];
  expect(survivorOf(old, young)).toBe(old);
  expect(survivorOf(young, old)).toBe(old);
});

test("a score is said in a word", () => {
  expect([90, 70, 69, 40, 39, 18].map(likelihood)).toEqual(["likely", "likely", "possible", "possible", "weak", "weak"]);
});
