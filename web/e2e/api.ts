/** The server's own door for programs, to lay out what a test begins with. */
export class Api {
  /** `session` is the cookie of a browser that is signed in as the same person. */
  constructor(readonly url: string, readonly token: string, readonly session: { name: string; value: string }) {}

  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#ask<Answer>("POST", path, "application/json", JSON.stringify(body));
  }

  async patch<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#ask<Answer>("PATCH", path, "application/json", JSON.stringify(body));
  }

  async remove(path: string): Promise<void> {
    return this.#ask("DELETE", path);
  }

  async get<Answer>(path: string): Promise<Answer> {
    return this.#ask<Answer>("GET", path);
  }

  async mail(channel: string, raw: string): Promise<{ conversation_id: string; message_id: string }> {
    return this.#ask("POST", `/v1/inbound/${channel}/email`, "message/rfc822", raw.replaceAll("\n", "\r\n"));
  }

  async put<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#ask<Answer>("PUT", path, "application/json", JSON.stringify(body));
  }

  async #ask<Answer>(method: string, path: string, type?: string, body?: string): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method, body, headers: { authorization: `Bearer ${this.token}`, ...(type ? { "content-type": type } : {}) },
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  }
}

export const admin = { name: "林岚", email: "lin@example.com", password: "a quiet harbour at dusk" };

/** Makes the first account without a browser, and a token in its name. */
export async function settle(url: string, setupLink: string, locale: string, who = admin): Promise<Api> {
  const token = new URL(setupLink).searchParams.get("token");
  const json = { "content-type": "application/json" };
  const me = await fetch(`${url}/v1/setup`, { method: "POST", headers: json, body: JSON.stringify({ token, ...who, locale }) });
  if (!me.ok) throw new Error(`setup: ${me.status} ${await me.text()}`);
  return tokenOf(url, me);
}

/** A colleague who has accepted the invitation, with a token and a session of their own. */
export async function hire(api: Api, who: { name: string; email: string; role: string }, locale: string): Promise<Api & { id: string }> {
  const { id, invitation_url: link } = await api.post<{ id: string; invitation_url: string }>("/v1/staff", { ...who, locale });
  const json = { "content-type": "application/json" };
  const token = new URL(link).searchParams.get("token");
  const entered = await fetch(`${api.url}/v1/invitation`, { method: "POST", headers: json, body: JSON.stringify({ token, password: admin.password, locale }) });
  if (!entered.ok) throw new Error(`invitation: ${entered.status} ${await entered.text()}`);
  return Object.assign(await tokenOf(api.url, entered), { id });
}

async function tokenOf(url: string, entered: Response): Promise<Api> {
  const cookie = entered.headers.getSetCookie()[0]!.split(";")[0]!;
  const [name = "", value = ""] = cookie.split("=");
  const made = await fetch(`${url}/v1/tokens`, { method: "POST", headers: { "content-type": "application/json", cookie }, body: JSON.stringify({ name: "tests", scope: "all" }) });
  if (!made.ok) throw new Error(`token: ${made.status} ${await made.text()}`);
  return new Api(url, (await made.json() as { token: string }).token, { name, value });
}

export interface Channel { id: string; key: string }

export function snippetOf(deskUrl: string, channel: Channel): string {
  return `<script async src="${deskUrl}/widget.js" data-channel="${channel.key}" data-locale="auto"></script>`;
}
