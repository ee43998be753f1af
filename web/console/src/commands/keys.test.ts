import { expect, test } from "vitest";
import { keyGroups } from "./keys";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../**/*.test.*", "!./keys.ts", "!../ui/editor/**"], { query: "?raw", import: "default", eager: true });

test("the list of keys is what the commands say", () => {
  const listed = new Map(keyGroups.flatMap(({ keys }) => keys));
  const said = Object.values(sources).flatMap((text) => [...text.matchAll(/name: "([\w.]+)",\s+keys: "([^"]+)"/g)].map((found): [string, string] => [found[1]!, found[2]!]));
  expect(said.length).toBeGreaterThan(25);
  for (const [name, keys] of said) expect(`${name} ${listed.get(name)}`).toBe(`${name} ${keys}`);
});
