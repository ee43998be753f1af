export interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  values?: Record<string, unknown>;
  errors?: { location?: string; message?: string }[];
}

/** A refusal of the server (RFC 9457), or of the network (status 0). Screens
 * translate `code`; `detail` is the fallback for codes they do not know. */
export class Fault extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly values: Record<string, unknown>;
  readonly fields: { location: string; message: string }[];

  constructor(status: number, problem: Problem) {
    super(problem.code ?? `http.${status}`);
    this.name = "Fault";
    this.status = status;
    this.code = problem.code ?? `http.${status}`;
    this.detail = problem.detail ?? problem.title ?? "";
    this.values = problem.values ?? {};
    this.fields = (problem.errors ?? []).map((each) => ({ location: each.location ?? "", message: each.message ?? "" }));
  }
}

export function offline(): Fault {
  return new Fault(0, { code: "offline" });
}

export function asFault(cause: unknown): Fault {
  return cause instanceof Fault ? cause : new Fault(-1, { code: "unexpected", detail: cause instanceof Error ? cause.message : "" });
}

export function isDenied(cause: unknown): boolean {
  return cause instanceof Fault && cause.status === 403;
}

export function isMissing(cause: unknown): boolean {
  return cause instanceof Fault && (cause.status === 404 || cause.status === 410);
}

export function isConflict(cause: unknown): boolean {
  return cause instanceof Fault && cause.status === 409;
}
