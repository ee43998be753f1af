import { createServer, type AddressInfo, type Socket } from "node:net";

/** A mailbox (IMAP) with nothing in it, which lets in whoever knows the password. */
export interface Mailroom {
  port: number;
  password: string;
  close(): Promise<void>;
}

export async function openMailroom(password: string): Promise<Mailroom> {
  const sockets = new Set<Socket>();
  const room = { password };
  const answers: [RegExp, (words: string) => string[]][] = [
    [/^CAPABILITY/i, () => ["* CAPABILITY IMAP4rev1 ID", "OK done"]],
    [/^LOGIN/i, (words) => (words.includes(room.password) ? ["OK in"] : ["NO [AUTHENTICATIONFAILED] wrong password"])],
    [/^(SELECT|EXAMINE)/i, () => ["* 0 EXISTS", "* FLAGS ()", "* OK [UIDVALIDITY 7] here", "* OK [UIDNEXT 1] here", "OK [READ-ONLY] open"]],
    [/^UID SEARCH/i, () => ["* SEARCH", "OK done"]],
    [/./, () => ["OK done"]],
  ];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined); // a desk that stops hangs up
    socket.write("* OK [CAPABILITY IMAP4rev1 ID] ready\r\n");
    let held = "";
    socket.on("data", (chunk) => {
      held += chunk.toString("latin1");
      for (let end = held.indexOf("\r\n"); end >= 0; end = held.indexOf("\r\n")) {
        const [tag = "", ...words] = held.slice(0, end).split(" ");
        held = held.slice(end + 2);
        const said = words.join(" ");
        const lines = answers.find(([asked]) => asked.test(said))![1](said);
        socket.write(lines.map((line) => (line.startsWith("*") ? line : `${tag} ${line}`)).join("\r\n") + "\r\n");
      }
    });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  return Object.assign(room, {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    }),
  });
}
