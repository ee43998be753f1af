// The ways in: a second factor made and asked for, a passkey, another house's word.

import { createHash, createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agent } from "./agent";
import { admin, settle, type Api } from "./api";
import { obstacles } from "./axe";
import { locales, wordsOf, type Words } from "./words";
import { World } from "./world";

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world?.close());

describe.each(locales)("%s", (locale) => {
  const words = wordsOf(locale);
  const say = (key: string, values?: Record<string, string | number>) => words.desk(key, values);

  test("a second factor is made, and asked for at the next sign-in", async () => {
    const { api, agent, page } = await entered(locale, words);
    await page.goto(`${api.url}/settings/security`);
    await page.getByRole("button", { name: say("factor.begin") }).click();
    await page.getByLabel(say("factor.yourPassword")).fill(admin.password);
    await page.getByRole("button", { name: say("factor.next") }).click();
    const secret = (await page.getByLabel(say("factor.secret")).last().inputValue()).replaceAll(" ", "");
    expect(await obstacles(page)).toEqual([]);
    const first = codeOf(secret, Date.now());
    await page.getByLabel(say("factor.firstCode")).fill(first);
    await page.getByRole("button", { name: say("factor.confirm") }).click();
    const codes = page.getByRole("list", { name: say("factor.codesTitle") }).getByRole("listitem");
    await expect.poll(() => codes.count()).toBe(10);
    const recovery = await codes.first().textContent();
    await page.getByRole("button", { name: say("factor.stored") }).click();

    await page.context().clearCookies();
    await page.goto(`${api.url}/sign-in`);
    await giveName(page, words);
    await page.getByRole("heading", { name: say("signIn.codeTitle") }).waitFor();
    await page.reload(); // half way in stays half way in
    await page.getByLabel(say("factor.code"), { exact: true }).fill(first); // it was used
    await page.getByRole("button", { name: say("signIn.go"), exact: true }).click();
    await page.getByRole("alert").getByText(say("fault.sign_in.code_refused")).waitFor();
    expect(await obstacles(page)).toEqual([]);
    await page.getByRole("button", { name: say("signIn.byRecovery") }).click();
    await page.getByLabel(say("factor.recoveryCode")).fill(recovery!);
    await page.getByRole("button", { name: say("signIn.go"), exact: true }).click();
    await agent.page.getByRole("navigation", { name: say("shell.rail") }).waitFor();
    world.expectCalm();
  });

  test("a passkey lets in without a password", async () => {
    const { api, page } = await entered(locale, words, "localhost");
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto(`${api.url}/settings/security`);
    await page.getByRole("button", { name: say("passkeys.add") }).click();
    await page.getByLabel(say("factor.yourPassword")).fill(admin.password);
    await page.getByRole("button", { name: say("factor.next") }).click();
    await page.getByLabel(say("passkeys.name")).fill("MacBook");
    await page.getByRole("button", { name: say("passkeys.make") }).click();
    await page.getByRole("table", { name: say("passkeys.title") }).getByText("MacBook").waitFor();

    await page.context().clearCookies();
    await page.goto(`${api.url}/sign-in`);
    await page.getByRole("button", { name: say("signIn.byPasskey") }).click();
    await page.getByRole("navigation", { name: say("shell.rail") }).waitFor();
    world.expectCalm();
  });

  test("another house's word lets in, and a wrong one says why", async () => {
    const house = await openHouse();
    try {
      const { api, page } = await entered(locale, words);
      await page.goto(`${api.url}/settings/sign-in`);
      await page.getByRole("button", { name: say("providers.add") }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(say("providers.name"), { exact: true }).fill("Harbour ID");
      await dialog.getByLabel(say("providers.issuer")).fill(house.url);
      await dialog.getByLabel(say("providers.clientId")).fill("anlan");
      await dialog.getByLabel(say("providers.secret"), { exact: true }).fill("shared");
      await dialog.getByLabel(say("providers.private")).check();
      await dialog.getByRole("button", { name: say("providers.make") }).click();
      await page.getByRole("table", { name: say("providers.title") }).getByText("Harbour ID").waitFor();

      await page.context().clearCookies();
      const button = page.getByRole("link", { name: say("signIn.byProvider", { name: "Harbour ID" }) });
      house.verified = false;
      await page.goto(`${api.url}/sign-in`);
      await button.click();
      await page.getByRole("alert").getByText(say("fault.sign_on.email_unverified")).waitFor();
      expect(await obstacles(page)).toEqual([]);
      house.verified = true;
      await button.click();
      await page.getByRole("navigation", { name: say("shell.rail") }).waitFor();
      world.expectCalm();
    } finally {
      await house.close();
    }
  });
});

/** Somebody who is signed in, reached by this name of the machine. */
async function entered(locale: "zh-CN" | "en", words: Words, host = "127.0.0.1"): Promise<{ api: Api; agent: Agent; page: Page }> {
  const url = world.desk.url.replace("127.0.0.1", host);
  const api = await settle(url, world.desk.setupLink, locale);
  const agent = new Agent(await world.person(locale), words);
  await agent.enter(api);
  return { api, agent, page: agent.page };
}

async function giveName(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.desk("field.email")).fill(admin.email);
  await page.getByLabel(words.desk("field.password"), { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: words.desk("signIn.go"), exact: true }).click();
}

/** What an authenticator app shows at an instant (RFC 6238). */
function codeOf(secret: string, at: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((each) => letters.indexOf(each).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const sum = createHmac("sha1", key).update(step).digest();
  return String((sum.readUInt32BE(sum[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

interface House { url: string; verified: boolean; close(): Promise<void> }

/** An identity provider that knows the first admin and asks nothing. */
async function openHouse(): Promise<House> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const house: House = { url: "", verified: true, close: () => shut(server) };
  const nonces = new Map<string, { nonce: string; challenge: string }>();
  const server = createServer((request, response) => {
    const at = new URL(request.url!, house.url);
    const tell = (body: object, status = 200) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    switch (at.pathname) {
      case "/.well-known/openid-configuration":
        return tell({ issuer: house.url, authorization_endpoint: `${house.url}/authorize`, token_endpoint: `${house.url}/token`, jwks_uri: `${house.url}/keys`, id_token_signing_alg_values_supported: ["RS256"] });
      case "/keys":
        return tell({ keys: [{ ...publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "1" }] });
      case "/authorize": {
        const code = String(nonces.size + 1);
        nonces.set(code, { nonce: at.searchParams.get("nonce")!, challenge: at.searchParams.get("code_challenge")! });
        return response.writeHead(303, { location: `${at.searchParams.get("redirect_uri")}?code=${code}&state=${at.searchParams.get("state")}` }).end();
      }
      case "/token": {
        let body = "";
        request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
        return request.on("end", () => {
          const form = new URLSearchParams(body);
          const asked = nonces.get(form.get("code") ?? "");
          const proved = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
          if (!asked || asked.challenge !== proved) return tell({ error: "invalid_grant" }, 400);
          const now = Math.floor(Date.now() / 1000);
          const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
          const signed = `${part({ alg: "RS256", kid: "1" })}.${part({ iss: house.url, sub: "1", aud: "anlan", iat: now, exp: now + 600, nonce: asked.nonce, email: admin.email, email_verified: house.verified, name: admin.name })}`;
          return tell({ access_token: "a", token_type: "Bearer", id_token: `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}` });
        });
      }
      default:
        return tell({}, 404);
    }
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  house.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return house;
}

function shut(server: Server): Promise<void> {
  return new Promise((done) => {
    server.closeAllConnections();
    server.close(() => done());
  });
}
