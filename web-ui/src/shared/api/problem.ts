/** A refusal as the server words it (RFC 9457), or as this page words it when no server answered. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly tried?: string;
  readonly why?: string;
  readonly action?: string;
  readonly requestId?: string;
  /** Path of a bad field in the body → what is wrong with it. */
  readonly fields: Record<string, string>;

  constructor(body: ProblemBody, status: number, requestId?: string) {
    super(body.detail ?? body.why ?? body.title ?? `The server answered ${status}`);
    this.name = 'Problem';
    this.status = body.status ?? status;
    this.code = body.code ?? 'UNKNOWN';
    this.title = body.title ?? (body.code === undefined ? titleOf(status) : sentence(body.code));
    this.tried = body.tried;
    this.why = body.why;
    this.action = body.action;
    this.requestId = body.requestId ?? requestId;
    this.fields = body.fields ?? {};
  }
}

export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  tried?: string;
  why?: string;
  action?: string;
  requestId?: string;
  fields?: Record<string, string>;
}

export function problemOf(status: number, body: unknown, requestId?: string): Problem {
  if (typeof body === 'object' && body !== null) return new Problem(body, status, requestId);
  return new Problem(
    { action: status >= 500 ? 'Try again; the server log has more.' : undefined },
    status,
    requestId,
  );
}

/** No answer at all: the network or the server is gone. */
export function unreachable(): Problem {
  return new Problem(
    {
      code: 'SERVER_UNREACHABLE',
      title: 'The server does not answer',
      detail: 'The request did not reach the Gantry server.',
      action: 'Check that it runs (./gantry status) and that this browser can reach it, then try again.',
    },
    0,
  );
}

/** Anything thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable();
  return new Problem(
    {
      title: 'Something went wrong in this page',
      detail: error instanceof Error ? error.message : String(error),
    },
    0,
  );
}

/** "PORT_TAKEN" → "Port taken". */
function sentence(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function titleOf(status: number): string {
  if (status === 401) return 'You are not logged in';
  if (status === 403) return 'You may not do this';
  if (status === 404) return 'It does not exist';
  if (status === 413) return 'That is too large';
  if (status === 429) return 'Too many tries';
  if (status >= 500) return 'The server failed';
  return `The server refused (${status})`;
}
