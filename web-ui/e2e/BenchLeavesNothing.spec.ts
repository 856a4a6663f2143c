import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './commands';
import { expect, test } from './fixtures';
import type { Installation, Page } from './installation';

// A peer that this machine does not have is named as such; the figures themselves prove nothing here.
const LAST_LINE =
  /^start: gantry \d+ ms, docker (\d+ ms|not installed), podman (\d+ ms|not installed), raw runtime \d+ ms, ratio (\d+\.\d\d|n\/a)$/;

/** All that the benchmark and the engines beside it make on a machine. */
async function traces(installation: Installation) {
  const lines = async (program: string, args: string[]) => (await run(program, args)).split('\n').sort();
  const processes = await lines('ps', ['-eo', 'comm=']);
  const containers = await installation.ask<Page<{ id: string }>>('GET', '/api/v1/containers');
  const images = await installation.ask<Page<{ digest: string }>>('GET', '/api/v1/images');
  return {
    containers: containers.items.map(({ id }) => id),
    images: images.items.map(({ digest }) => digest),
    namespaces: (await lines('ip', ['netns', 'list'])).filter((line) => line.startsWith('gantry-bench')),
    mounts: (await lines('findmnt', ['--raw', '--noheadings', '--output', 'TARGET'])).filter((path) =>
      path.startsWith('/tmp/gantry-bench'),
    ),
    folders: (await readdir(tmpdir())).filter((name) => name.startsWith('gantry-bench')),
    processes: processes.filter((name) => /^(dockerd|containerd|podman|conmon|runc|crun|sleep)/.test(name)),
  };
}

/** What is there now and was not before; what others on this machine end meanwhile is not ours to count. */
function added(before: Record<string, string[]>, now: Record<string, string[]>) {
  const news = Object.entries(now).map(([kind, items]): [string, string[]] => {
    const known = [...(before[kind] ?? [])];
    return [
      kind,
      items.filter((item) => {
        const at = known.indexOf(item);
        if (at >= 0) known.splice(at, 1);
        return at < 0;
      }),
    ];
  });
  return Object.fromEntries(news.filter(([, items]) => items.length > 0));
}

test('a benchmark ends with its one line and leaves nothing behind', async ({ installation }) => {
  test.setTimeout(280_000);
  const before = await traces(installation);
  const printed = await run(join(ROOT, 'gantry'), ['bench', 'start', '--home', installation.home], {
    env: { ...process.env, RUNS: '1' },
  });
  expect(printed.trim().split('\n').at(-1)).toMatch(LAST_LINE);
  await expect
    .poll(async () => added(before, await traces(installation)), { message: 'nothing is left' })
    .toEqual({});
});
