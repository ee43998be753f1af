// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import { findHome } from "../frame/home";
import type { ToFrame } from "../shared/bridge";

afterEach(() => {
  localStorage.clear();
  location.hash = "";
});

test("on a page of its own, whoever listens hears of the link in a mail", () => {
  location.hash = "#anlan-resume=mail-1.99.sig";
  const home = findHome("wc_1");
  const heard: ToFrame[][] = [[], []];
  for (const words of heard) home.listen((word) => words.push(word));
  for (const words of heard) expect(words).toMatchObject([{ t: "hello", ticket: "mail-1.99.sig" }]);
  expect(location.hash).toBe("");
});

test("on a page of its own, whoever listens hears of the token that is kept", () => {
  const home = findHome("wc_1");
  const heard: ToFrame[][] = [[], []];
  for (const words of heard) home.listen((word) => words.push(word));
  home.tell({ t: "keep", token: "t-1", over: false });
  for (const words of heard) expect(words.at(-1)).toEqual({ t: "token", token: "t-1" });
});
