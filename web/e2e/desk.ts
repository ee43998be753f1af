import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const binary = process.env.ANLAN_E2E_BINARY ?? fileURLToPath(new URL("../../bin/anlan", import.meta.url));

/** A server of our own, on a free port and in a folder that goes with it. */
export interface Desk {
  url: string;
  /** Where the first account is made; "" when there are accounts already. */
  setupLink: string;
  stop(): Promise<void>;
}

export async function openDesk(...flags: string[]): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "anlan-e2e-"));
  const server = spawn(binary, ["serve", "--listen", "127.0.0.1:0", ...flags], {
    cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ANLAN_DATA: join(folder, "data") }, stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const greeting = await said(server, /The API {2,}http\S+\/docs/);
    return { url: /The desk {2,}(http\S+)\//.exec(greeting)![1]!, setupLink: /http\S+\/setup\?token=\S+/.exec(greeting)?.[0] ?? "", stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Reads on until the words were said, and for as long as the server lives, so
 * that a full pipe never holds it up. */
function said(server: ChildProcess, words: RegExp): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (words.test(output)) resolve(output);
    };
    server.stdout!.on("data", hear);
    server.stderr!.on("data", hear);
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
    server.kill("SIGTERM"); // a second one does not wait for what is still open
  });
}
