// The desk over HTTP. The visitor's token goes in a header, never in an address,
// where it would end up in logs and referrers.

import { readPage, readProblem, readUpload, readVisit, type Page, type Upload, type Visit } from "../shared/protocol";

/** Why the desk said no. Status 0 means that it could not be reached. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code || `status ${status}`);
  }

  /** Asking again later may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export type Transfer = { done: Promise<Upload>; stop: () => void };

export class Api {
  constructor(
    private readonly origin: string,
    private readonly key: string,
  ) {}

  /** An address on the desk, for pictures of the channel. */
  at(path: string): string {
    return this.origin + path;
  }

  get liveUrl(): string {
    return this.#url("/live").replace(/^http/, "ws");
  }

  async visit(token: string): Promise<Visit> {
    return this.#visit("/visitor", { token });
  }

  /** The site has said who this is. */
  async identify(token: string, proof: object): Promise<Visit> {
    return this.#visit("/identity", { token, proof });
  }

  /** The link in a mail. */
  async resume(ticket: string): Promise<Visit> {
    return this.#visit("/resumption", { ticket });
  }

  async #visit(path: string, body: object): Promise<Visit> {
    const visit = readVisit(await this.ask("POST", path, "", body));
    if (!visit) throw new Refusal(502, "");
    return visit;
  }

  async newest(token: string): Promise<Page> {
    return readPage(await this.ask("GET", "/messages?limit=50", token));
  }

  async before(token: string, id: string): Promise<Page> {
    return readPage(await this.ask("GET", `/messages?limit=50&before=${encodeURIComponent(id)}`, token));
  }

  async say(token: string, message: object): Promise<unknown> {
    return this.ask("POST", "/messages", token, message);
  }

  /** XMLHttpRequest, because fetch cannot tell how much of an upload is done. */
  upload(token: string, file: File, progress: (part: number) => void): Transfer {
    const request = new XMLHttpRequest();
    const done = new Promise<Upload>((resolve, reject) => {
      request.open("POST", this.#url("/uploads"));
      request.setRequestHeader("Authorization", `Visitor ${token}`);
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onload = () => {
        const upload = request.status === 201 ? readUpload(request.response) : null;
        if (upload) resolve(upload);
        else reject(new Refusal(request.status, readProblem(request.response)));
      };
      request.onerror = request.onabort = () => reject(new Refusal(0, ""));
      const form = new FormData();
      form.append("file", file, file.name);
      request.send(form);
    });
    return { done, stop: () => request.abort() };
  }

  #url(path: string): string {
    return `${this.origin}/v1/widget/${encodeURIComponent(this.key)}${path}`;
  }

  async ask(method: string, path: string, token: string, body?: object): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (token) headers.Authorization = `Visitor ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const request: RequestInit = { method, headers, credentials: "omit", cache: "no-store" };
    if (body) request.body = JSON.stringify(body);
    const answer = await fetch(this.#url(path), request).catch(() => {
      throw new Refusal(0, "");
    });
    const said: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw new Refusal(answer.status, readProblem(said));
    return said;
  }
}
