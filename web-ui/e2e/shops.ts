import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { busyboxRoot, dockerArchive } from '../../build/gantry/docker-archive.mjs';
import { cached, inFolder, sheet } from './images';

/** Busybox below, which all of them share, and the files of one app on top. */
async function app(file: string, tag: string, files: Record<string, string>, config: object): Promise<void> {
  await inFolder(async (folder) => {
    const below = join(folder, 'below');
    await busyboxRoot(below);
    const above = await sheet(join(folder, 'above'), files);
    await dockerArchive(file, { tag, layers: [below, above], config });
  });
}

const COMMAND = ['sh', '-c', 'cat /app/page.txt; exec sleep 1000'];

/** Two versions of one app: a file comes, one goes, one changes a line, and it is run in another way. */
export function shop(version: 1 | 2): Promise<string> {
  const tag = `shop:${version}`;
  return version === 1
    ? cached('shop-1.tar', (file) =>
        app(
          file,
          tag,
          { 'app/page.txt': 'Welcome\nopen till six\nBye\n', 'app/first-only.txt': 'of version one\n' },
          { Cmd: COMMAND, Env: ['PATH=/bin', 'COLOUR=red'], Labels: { edition: 'spring' } },
        ),
      )
    : cached('shop-2.tar', (file) =>
        app(
          file,
          tag,
          { 'app/page.txt': 'Welcome\nopen till nine\nBye\n', 'app/second-only.txt': 'of version two\n' },
          { Cmd: COMMAND, Env: ['PATH=/bin', 'COLOUR=blue'], User: '0:0' },
        ),
      );
}

/** An image that nobody misses. */
export function spare(): Promise<string> {
  return cached('spare.tar', (file) =>
    app(file, 'spare:e2e', { 'srv/spare.txt': 'to spare\n'.repeat(200_000) }, { Cmd: COMMAND }),
  );
}

/** 40 MiB, which the browser sends in three chunks. */
export function bulky(): Promise<string> {
  return cached('bulky.tar', (file) =>
    inFolder(async (folder) => {
      const root = join(folder, 'root');
      await mkdir(root);
      await writeFile(join(root, 'bulk'), '');
      await truncate(join(root, 'bulk'), 40 * 1024 ** 2);
      await dockerArchive(file, { tag: 'bulky:e2e', layers: [root], config: { Cmd: ['none'] } });
    }),
  );
}
