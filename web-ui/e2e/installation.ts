import { existsSync } from 'node:fs';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort, gantry, until } from './commands';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  tried?: string;
  why?: string;
  action?: string;
  requestId: string;
}

export interface Answer<T> {
  status: number;
  type: string;
  body: T;
}

export interface Host {
  id: string;
  name: string;
  state: string;
}

export interface Container {
  id: string;
  name: string;
  power: string;
  run: number;
  stale: boolean;
  status: null | {
    phase: string;
    pid: number | null;
    exitCode: number | null;
    address: string | null;
    run: number;
  };
}

export interface Operation {
  id: string;
  kind: string;
  subjectName: string | null;
  state: string;
  problem: null | { code: string; tried: string; why: string; action: string };
}

export interface Page<T> {
  items: T[];
  total: number;
}

interface Processes {
  server: { pid: number | null; ready: boolean };
  agent: { pid: number | null; host: string | null };
  postgres: { pid: number | null };
}

interface Request {
  body?: unknown;
  archive?: string;
  headers?: Record<string, string>;
}

/** A whole installation of its own: server, Postgres, agent and engine, below a home whose name has a space. */
export class Installation {
  readonly url: string;
  /** What the first start made up and printed. */
  oneTimePassword = '';
  private token = '';
  private chosen?: string;

  private constructor(
    readonly home: string,
    readonly port: number,
    readonly agentPort: number,
    readonly printed: string,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<Installation> {
    const home = join(await mkdtemp(join(tmpdir(), 'gantry-e2e-')), 'a home');
    const port = await freePort();
    const agentPort = await freePort();
    try {
      const printed = await gantry(
        ...['up', '--no-demo', '--home', home],
        '--port',
        `${port}`,
        '--agent-port',
        `${agentPort}`,
      );
      const installation = new Installation(home, port, agentPort, printed);
      const admin = await readFile(join(home, 'server', 'admin.json'), 'utf8');
      installation.oneTimePassword = (JSON.parse(admin) as { password: string }).password;
      installation.token = (await gantry('token', '--home', home)).trim();
      return installation;
    } catch (error) {
      await gantry('down', '--volumes', '--home', home).catch(() => undefined);
      throw error;
    }
  }

  up(): Promise<string> {
    return gantry('up', '--home', this.home);
  }

  async remove(): Promise<void> {
    if (existsSync(this.home)) await gantry('down', '--volumes', '--home', this.home);
    await rm(dirname(this.home), { recursive: true, force: true });
  }

  async processes(): Promise<Processes> {
    // Exit code 3 says that something does not run; the text says what.
    const text = await gantry('status', '--json', '--home', this.home).catch((error: unknown) => {
      const cause = (error as Error).cause as { stdout?: string; code?: number };
      if (cause.code === 3 && cause.stdout) return cause.stdout;
      throw error;
    });
    return JSON.parse(text) as Processes;
  }

  /** The admin's name and its password now: the one-time one until another was chosen. */
  admin(): { name: string; password: string; oneTime: boolean } {
    return {
      name: 'admin',
      password: this.chosen ?? this.oneTimePassword,
      oneTime: this.chosen === undefined,
    };
  }

  /** From now on the admin logs in with this one. */
  chose(password: string): void {
    this.chosen = password;
  }

  /** One request with the script token, answered whatever its status. */
  async call<T = unknown>(method: string, path: string, request: Request = {}): Promise<Answer<T>> {
    const { body, archive, headers } = request;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(archive !== undefined && { 'Content-Type': 'application/octet-stream' }),
        ...headers,
      },
      body:
        archive !== undefined
          ? await openAsBlob(archive)
          : body === undefined
            ? undefined
            : typeof body === 'string'
              ? body
              : JSON.stringify(body),
    });
    const text = await response.text();
    const type = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    return {
      status: response.status,
      type,
      body: (type.endsWith('json') && text ? JSON.parse(text) : text) as T,
    };
  }

  /** A request that must succeed; long work is waited for. */
  async ask<T>(method: string, path: string, request: Request = {}): Promise<T> {
    const answer = await this.call<T>(method, path, {
      ...request,
      headers: { Prefer: 'wait=60', ...request.headers },
    });
    if (answer.status >= 300 || answer.status === 202) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  async host(): Promise<Host> {
    return until('a host is connected', async () => {
      const hosts = await this.ask<Page<Host>>('GET', '/api/v1/hosts');
      return hosts.items.find((host) => host.state === 'CONNECTED');
    });
  }

  async importImage(archive: string, reference: string): Promise<Answer<Problem & { digest: string }>> {
    const query = new URLSearchParams({ hostId: (await this.host()).id, reference });
    return this.call('POST', `/api/v1/images?${query}`, { archive, headers: { Prefer: 'wait=60' } });
  }

  create(name: string, spec: object): Promise<Container> {
    return this.ask<Container>('POST', '/api/v1/containers', { body: { name, spec, start: true } });
  }

  container(id: string): Promise<Container> {
    return this.ask<Container>('GET', `/api/v1/containers/${id}`);
  }

  /** Waits until the container is in the phase, and answers it. */
  phase(id: string, phase: string, seconds = 30): Promise<Container> {
    return until(
      `container ${id} is ${phase}`,
      async () => {
        const container = await this.container(id);
        return container.status?.phase === phase && !container.stale ? container : undefined;
      },
      seconds,
    );
  }

  removeContainer(id: string): Promise<unknown> {
    return this.ask('DELETE', `/api/v1/containers/${id}?force=true`);
  }

  async logs(id: string): Promise<string[]> {
    const text = await this.ask<string>('GET', `/api/v1/containers/${id}/logs`, {
      headers: { Accept: 'text/plain' },
    });
    return text.split('\n').filter(Boolean);
  }
}
