import createFetch, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "../console/src/api/schema";

export type { components, paths };

/** A refusal, as RFC 9457 describes it, with a stable `code`. */
export class Problem extends Error {
  readonly code: string;
  readonly retryAfter: number;

  constructor(readonly status: number, body: { code?: string; detail?: string; title?: string } | undefined, retryAfter: string | null) {
    super(body?.detail ?? body?.title ?? `HTTP ${status}`);
    this.name = "Problem";
    this.code = body?.code ?? "";
    this.retryAfter = Number(retryAfter ?? 0);
  }
}

export interface Settings {
  /** How often a request is tried that can be repeated without harm; 1 tries once. */
  tries?: number;
  fetch?: typeof fetch;
  /** Waits; tests put a clock of their own here. */
  sleep?: (ms: number) => Promise<void>;
}

const wait = (ms: number) => new Promise<void>((done) => { setTimeout(done, ms); });

/** A client of one server, in the name of one token. Paths, queries, bodies and
 * answers have the types of the server's own description. Reading is repeated when
 * the server is away or says that it is too much at once; so is a POST, because
 * each carries an Idempotency-Key of its own. */
export function connect(address: string, token: string, settings: Settings = {}): Client<paths> {
  const { tries = 4, fetch: ask = fetch, sleep = wait } = settings;
  const client = createFetch<paths>({
    baseUrl: address.replace(/\/$/, ""),
    headers: { Authorization: `Bearer ${token}` },
    fetch: (request: Request) => persist(request, ask, tries, sleep),
  });
  client.use(refusals);
  return client;
}

const refusals: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined;
    const body = await response.clone().json().catch(() => undefined) as { code?: string } | undefined;
    throw new Problem(response.status, body, response.headers.get("Retry-After"));
  },
};

async function persist(request: Request, ask: typeof fetch, tries: number, sleep: (ms: number) => Promise<void>): Promise<Response> {
  if (request.method === "POST" && !request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", crypto.randomUUID());
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= tries || request.method === "PATCH";
    try {
      const response = await ask(request.clone());
      if (last || (response.status !== 429 && response.status < 500)) return response;
      await sleep(Number(response.headers.get("Retry-After") ?? 0) * 1000 || attempt * attempt * 200);
    } catch (cause) {
      if (last || request.signal.aborted) throw cause;
      await sleep(attempt * attempt * 200);
    }
  }
}

/** Walks a list to its end, page by page. */
export async function* pages<Item>(fetchPage: (after: string) => Promise<{ data?: { items: Item[]; next: string } }>): AsyncGenerator<Item> {
  let after = "";
  do {
    const { data } = await fetchPage(after);
    yield* data?.items ?? [];
    after = data?.next ?? "";
  } while (after !== "");
}
