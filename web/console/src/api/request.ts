import { Fault, offline, type Problem } from "./fault";

type Query = Record<string, string | number | boolean | string[] | undefined | null>;

export interface Call {
  query?: Query;
  body?: unknown;
  /** Makes a repeated POST safe: the server answers the second as the first. */
  once?: string;
  signal?: AbortSignal;
  /** Lets a draft leave while the page is being closed. */
  keepalive?: boolean;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

let signedOut: () => void = () => undefined;

/** What to do when the server no longer knows us; set once by the session. */
export function onSignedOut(react: () => void): void {
  signedOut = react;
}

export async function request<Answer>(method: Method, path: string, call: Call = {}): Promise<Answer> {
  const form = call.body instanceof FormData;
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
  if (call.body !== undefined && !form) headers["Content-Type"] = "application/json";
  if (call.once) headers["Idempotency-Key"] = call.once;

  const response = await fetch(`${path}${search(call.query)}`, {
    method,
    headers,
    body: call.body === undefined ? undefined : form ? (call.body as FormData) : JSON.stringify(call.body),
    signal: call.signal,
    keepalive: call.keepalive,
    credentials: "same-origin",
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw offline();
  });

  if (!response.ok) {
    const fault = new Fault(response.status, await problemOf(response));
    if (fault.status === 401 && path !== "/v1/session" && !path.startsWith("/v1/sign-in")) signedOut();
    throw fault;
  }
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as Answer;
  return (await response.json()) as Answer;
}

/** A form with files, which tells how far it has come: fetch cannot. */
export function sendForm<Answer>(path: string, body: FormData, progress?: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", path);
    sending.setRequestHeader("Accept", "application/json");
    sending.setRequestHeader("Accept-Language", document.documentElement.lang);
    sending.upload.onprogress = (event) => { if (event.lengthComputable) progress?.(event.loaded / event.total); };
    sending.onerror = () => reject(offline());
    sending.onload = () => {
      const answer = parsed(sending.responseText);
      if (sending.status < 300) return resolve(answer as Answer);
      if (sending.status === 401) signedOut();
      reject(new Fault(sending.status, (answer ?? {}) as Problem));
    };
    sending.send(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function search(query: Query | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    parameters.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

async function problemOf(response: Response): Promise<Problem> {
  return (await response.json().catch(() => ({}))) as Problem;
}
