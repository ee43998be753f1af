import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A mail server that keeps what it is given. */
export interface Postbox {
  port: number;
  /** What it answers to a log-in; undefined: it offers none. */
  login?: string;
  /** Hangs up before it answers for the words to these addresses. */
  silentFor?: RegExp;
  /** The first mail to an address, decoded as far as our own mails need it. */
  waitFor(address: string): Promise<string>;
  close(): Promise<void>;
}

export async function openPostbox(): Promise<Postbox> {
  const mails: { to: string; text: string }[] = [];
  const sockets = new Set<Socket>();
  let arrived: () => void = () => undefined;
  const box: Pick<Postbox, "login" | "silentFor"> = {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined); // a desk that stops hangs up
    let held = "";
    let to = "";
    let inside = false;
    let entering = false;
    const answer = (line: string) => socket.write(`${line}\r\n`);
    answer("220 test");
    socket.on("data", (chunk) => {
      held += chunk.toString("latin1");
      for (;;) {
        const end = inside ? held.indexOf("\r\n.\r\n") : held.indexOf("\r\n");
        if (end < 0) return;
        const said = held.slice(0, end);
        held = held.slice(end + (inside ? 5 : 2));
        if (inside) {
          inside = false;
          mails.push({ to, text: decoded(said) });
          arrived();
          if (box.silentFor?.test(to)) return void socket.destroy();
          answer("250 kept");
        } else if (entering) {
          entering = false;
          answer(box.login ?? "");
        } else if (/^EHLO/i.test(said) && box.login) {
          answer("250-test\r\n250 AUTH CRAM-MD5");
        } else if (/^AUTH/i.test(said)) {
          entering = true;
          answer("334 PDFAdGVzdD4=");
        } else if (/^RCPT/i.test(said)) {
          to = /<(.+)>/.exec(said)?.[1] ?? "";
          answer("250 ok");
        } else if (/^DATA/i.test(said)) {
          inside = true;
          answer("354 go on");
        } else if (/^QUIT/i.test(said)) {
          answer("221 bye");
          socket.end();
        } else answer("250 ok");
      }
    });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  return Object.assign(box, {
    port: (server.address() as AddressInfo).port,
    async waitFor(address: string) {
      for (;;) {
        const found = mails.find((mail) => mail.to === address);
        if (found) return found.text;
        await new Promise<void>((next) => { arrived = next; });
      }
    },
    close: () => new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    }),
  });
}

/** Quoted-printable undone: soft line breaks and =XX. */
function decoded(mail: string): string {
  const bytes = mail.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
