import { expect, test } from "vitest";
import type { Channel, Contact } from "../../api";
import { beginnable, lacksAddress } from "./rules";

const channel = (kind: Channel["kind"], state: Channel["state"] = "active") => ({ id: kind + state, kind, state }) as Channel;
const contact = (...kinds: string[]) => ({ identities: kinds.map((kind) => ({ kind })) }) as Contact;

test("chats and closed channels are not offered", () => {
  const all = [channel("webchat"), channel("email"), channel("email", "closed"), channel("api")];
  expect(beginnable(all).map((each) => each.id)).toEqual(["emailactive", "apiactive"]);
});

test.each([
  ["a mail to somebody without an address", channel("email"), contact("phone"), "reply", true],
  ["a mail to somebody with one", channel("email"), contact("phone", "email"), "reply", false],
  ["a note about somebody without one", channel("email"), contact("phone"), "note", false],
  ["another system reaches them by itself", channel("api"), contact("phone"), "reply", false],
  ["nobody is chosen yet", channel("email"), null, "reply", false],
  ["no channel is chosen yet", undefined, contact(), "reply", false],
] as const)("%s", (_name, by, whom, kind, expected) => {
  expect(lacksAddress(by, whom, kind)).toBe(expected);
});
