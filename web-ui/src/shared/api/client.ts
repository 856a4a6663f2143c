import { Problem, problemOf, unreachable } from './problem';

type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const BASE = '/api/v1';
const lost = new Set<() => void>();

/** Called when the server no longer knows who we are, or wants to hear it with another password. */
export function onSessionLost(listener: () => void): () => void {
  lost.add(listener);
  return () => lost.delete(listener);
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return BASE + path + (text === '' ? '' : `?${text}`);
}

/** The double-submit value; the server sets the cookie with its first answer. */
export function xsrfToken(): string | undefined {
  const match = /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}

/** Headers every write needs; fetches the XSRF cookie when it is not there yet. */
export async function writeHeaders(): Promise<Record<string, string>> {
  if (xsrfToken() === undefined) await fetch(url('/session'), { headers: { Accept: 'application/json' } });
  const token = xsrfToken();
  return token === undefined ? {} : { 'X-XSRF-TOKEN': token };
}

/** One exchange with the server; throws a {@link Problem} for everything but a 2xx. */
export async function exchange(method: string, path: string, options: Options = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url(path, options.query), {
      method,
      credentials: 'same-origin',
      signal: options.signal,
      headers: {
        Accept: 'application/json, application/problem+json',
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'GET' ? {} : await writeHeaders()),
        ...options.headers,
      },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  const closed = problem.status === 401 || problem.code === 'PASSWORD_CHANGE_REQUIRED';
  if (closed && path !== '/session') for (const listener of lost) listener();
  throw problem;
}

async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return problemOf(response.status, body, response.headers.get('X-Request-Id') ?? undefined);
}

async function json<T>(method: string, path: string, options?: Options): Promise<T> {
  const response = await exchange(method, path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  json<T>('GET', path, { query, signal });
export const post = <T>(path: string, body?: unknown, options?: Omit<Options, 'body'>) =>
  json<T>('POST', path, { ...options, body });
export const patch = <T>(path: string, version: number, body: unknown) =>
  json<T>('PATCH', path, { body, headers: { 'If-Match': `"${version}"` } });
export const put = <T>(path: string, version: number, body: unknown) =>
  json<T>('PUT', path, { body, headers: { 'If-Match': `"${version}"` } });
export const remove = <T = void>(path: string, query?: Query, headers?: Record<string, string>) =>
  json<T>('DELETE', path, { query, headers });
