import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const execute = promisify(execFile);

/** Runs a program and answers what it printed; fails with its last lines when it fails. */
export async function run(
  program: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { ...options, maxBuffer: 1 << 26, encoding: 'utf8' });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const tail = `${stdout}${stderr}`.split('\n').slice(-60).join('\n');
    throw new Error(`${[program, ...args].join(' ')} failed:\n${tail}`, { cause: error });
  }
}

export function gantry(...args: string[]): Promise<string> {
  return run(join(ROOT, 'gantry'), args);
}

/** What the script asks a server for, told as plain lines. */
export function api(base: string, home: string, command: string): Promise<string> {
  return run('node', [join(ROOT, 'build', 'gantry', 'api.mjs'), base, home, command]);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}

/** Looks again until it is so; fails with what was last seen. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline)
      throw new Error(`Waited ${seconds} s in vain until ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
