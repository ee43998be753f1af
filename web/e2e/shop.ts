import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Somebody's website: another site than the desk, with the one line of the
 * channel in it. */
export interface Shop {
  url: string;
  close(): Promise<void>;
}

export async function openShop(snippet: string): Promise<Shop> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(request.url === "/" ? page(snippet) : "");
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => closed(server) };
}

function page(snippet: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shop</title><body><main><h1>云岭茶铺 Cloud Ridge Tea</h1><p>Spring tea, three days after picking.</p></main>${snippet}</body></html>`;
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.closeAllConnections();
    server.close(() => done());
  });
}
