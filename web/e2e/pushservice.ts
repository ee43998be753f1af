import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { AddressInfo } from "node:net";
import type { BrowserContext } from "playwright-core";

/** What a browser was pushed, as it reads it. */
export interface Pushed { kind: string; conversation: string; message: string; title: string; body: string; lang: string }

export interface Taken { said: Pushed; raw: Buffer; headers: IncomingMessage["headers"] }

/** The place of Google's, Mozilla's and Apple's: takes what is pushed if it is
 * signed, and can read it as only the browser could, because it made its keys. */
export class PushService {
  readonly taken: Taken[] = [];
  readonly refused: string[] = [];
  readonly #browser = createECDH("prime256v1");
  readonly #secret = randomBytes(16);
  readonly #server = createServer((request, response) => {
    void buffer(request).then((raw) => {
      try {
        this.#check(request);
        this.taken.push({ said: JSON.parse(this.#read(raw).toString()) as Pushed, raw, headers: request.headers });
        response.writeHead(201).end();
      } catch (cause) {
        this.refused.push(String(cause));
        response.writeHead(403).end();
      }
    });
  });
  url = "";

  static async open(): Promise<PushService> {
    const service = new PushService();
    service.#browser.generateKeys();
    await new Promise<void>((ready) => { service.#server.listen(0, "127.0.0.1", ready); });
    service.url = `http://127.0.0.1:${(service.#server.address() as AddressInfo).port}`;
    return service;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => { this.#server.close(() => done()); });
  }

  /** A browser of the tests has no push service of its own; here it finds us. */
  async serve(context: BrowserContext, path: string): Promise<void> {
    await context.addInitScript(({ endpoint, keys }) => {
      const kept = "test.push";
      const made = (key: string) => ({
        endpoint, options: { applicationServerKey: Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0)).buffer },
        toJSON: () => ({ endpoint, keys }),
        unsubscribe: () => { localStorage.removeItem(kept); return Promise.resolve(true); },
      });
      PushManager.prototype.subscribe = (options) => {
        const key = String(options?.applicationServerKey);
        localStorage.setItem(kept, key);
        return Promise.resolve(made(key) as unknown as PushSubscription);
      };
      PushManager.prototype.getSubscription = () => {
        const key = localStorage.getItem(kept);
        return Promise.resolve(key ? made(key) as unknown as PushSubscription : null);
      };
    }, { endpoint: `${this.url}${path}`, keys: { p256dh: this.#browser.getPublicKey("base64url"), auth: this.#secret.toString("base64url") } });
  }

  /** RFC 8292: who pushes says so, for this service, and not for ever. */
  #check(request: IncomingMessage): void {
    const [, token = "", key = ""] = /^vapid t=(\S+), k=(\S+)$/.exec(request.headers.authorization ?? "") ?? [];
    const [head = "", claims = "", signature = ""] = token.split(".");
    const point = Buffer.from(key, "base64url");
    const signer = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33, 65).toString("base64url") } });
    if (!verify("sha256", Buffer.from(`${head}.${claims}`), { key: signer, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"))) throw new Error("the signature is wrong");
    const { aud, exp } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { aud: string; exp: number };
    if (aud !== this.url) throw new Error(`signed for ${aud}`);
    if (exp * 1000 < Date.now()) throw new Error("signed too long ago");
  }

  /** RFC 8291 on RFC 8188. */
  #read(raw: Buffer): Buffer {
    const salt = raw.subarray(0, 16);
    const sender = raw.subarray(21, 21 + raw[20]!);
    const sealed = raw.subarray(21 + raw[20]!);
    const derive = (material: Buffer, from: Buffer, about: Buffer, length: number) => Buffer.from(hkdfSync("sha256", material, from, about, length));
    const about = Buffer.concat([Buffer.from("WebPush: info\0"), this.#browser.getPublicKey(), sender]);
    const material = derive(this.#browser.computeSecret(sender), this.#secret, about, 32);
    const opener = createDecipheriv("aes-128-gcm", derive(material, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16), derive(material, salt, Buffer.from("Content-Encoding: nonce\0"), 12));
    opener.setAuthTag(sealed.subarray(-16));
    const open = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]);
    return open.subarray(0, open.lastIndexOf(2)); // what follows is padding
  }
}
