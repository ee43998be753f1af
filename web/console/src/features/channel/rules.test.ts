import { expect, test } from "vitest";
import { isOrigin, spoken } from "./rules";

test.each([["https://example.com", true], ["https://example.com/", true], ["https://example.com/path", false], ["example.com", false]])("%s", (text, is) => {
  expect(isOrigin(text)).toBe(is);
});

test("what the server says is shown, and not what our own network calls it", () => {
  expect(spoken("password", "535 5.7.8 Authentication failed")).toBe("535 5.7.8 Authentication failed");
  expect(spoken("host_unknown", "lookup imap.example on 127.0.0.1:53: no such host")).toBeUndefined();
  expect(spoken("password", "")).toBeUndefined();
});
