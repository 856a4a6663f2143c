import { readFile } from 'node:fs/promises';
import { expect } from './fixtures';
import { run } from './commands';
import type { Installation, Page } from './installation';

/** Everything that an import could leave below the engine's data root. */
export async function engineFiles(installation: Installation): Promise<string> {
  const files = await run('find', [
    `${installation.home}/engine`,
    '-mindepth',
    '2',
    '-maxdepth',
    '3',
    '-not',
    '-path',
    '*/containers/*',
  ]);
  return files.split('\n').sort().join('\n');
}

/** Bad input must hurt nobody: same processes as before, ready, host connected, same images. */
export async function unharmed(installation: Installation): Promise<() => Promise<void>> {
  const before = await installation.processes();
  const images = await installation.ask<Page<unknown>>('GET', '/api/v1/images');
  const files = await engineFiles(installation);
  return async () => {
    const after = await installation.processes();
    expect(after, 'no process ended').toEqual(before);
    expect(after.server.ready).toBe(true);
    expect(after.agent.host).toBe('CONNECTED');
    expect(await installation.ask<Page<unknown>>('GET', '/api/v1/images')).toEqual(images);
    await expect.poll(() => engineFiles(installation), { message: 'nothing half-written stays' }).toBe(files);
  };
}

/** Whether a process lives, and since when: pid and start time together are one life. */
export async function life(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : `${pid} since ${fields[19]}`;
  } catch {
    return null;
  }
}
