import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { architecture, busyboxRoot, dockerArchive } from '../../build/gantry/docker-archive.mjs';
import { ROOT, run } from './commands';

/** Archives are made once and kept; `clean` removes them with everything else below target. */
const CACHE = join(ROOT, 'target', 'gantry', 'e2e-images');

export async function cached(name: string, make: (file: string) => Promise<void>): Promise<string> {
  const file = join(CACHE, name);
  if (!existsSync(file)) {
    await mkdir(CACHE, { recursive: true });
    await make(file);
  }
  return file;
}

export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'work-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes what a sheet holds, by path, into the directory, and answers the directory. */
export async function sheet(directory: string, files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}

export function busybox(): Promise<string> {
  return cached('busybox.tar', (file) =>
    inFolder(async (folder) => {
      await busyboxRoot(folder);
      await dockerArchive(file, { tag: 'busybox:e2e', layers: [folder], config: { Cmd: ['sh'] } });
    }),
  );
}

export function otherArchitecture(): Promise<string> {
  return cached('other-architecture.tar', (file) =>
    inFolder(async (folder) => {
      await busyboxRoot(folder);
      const other = architecture === 'amd64' ? 'arm64' : 'amd64';
      await dockerArchive(file, {
        tag: 'other:e2e',
        layers: [folder],
        config: { Cmd: ['sh'] },
        architecture: other,
      });
    }),
  );
}

const NGINX_PACKAGES = ['nginx', 'nginx-common'];
const LIBRARIES = ['libc6', 'libcrypt1', 'libpcre2-8-0', 'libssl3', 'zlib1g'];
const NGINX_CONF = `daemon off;
user root;
pid /run/nginx.pid;
error_log /dev/stderr;
events {}
http {
  include /etc/nginx/mime.types;
  access_log /dev/stdout;
  server { listen 80; root /srv; }
}
`;

/** Debian's own nginx: libraries, the server, and a page as three layers. */
export function nginx(): Promise<string> {
  return cached('nginx.tar', (file) =>
    inFolder(async (folder) => {
      const layer = async (name: string, packages: string[]) => {
        const root = join(folder, name);
        const debs = join(folder, `${name}-debs`);
        await mkdir(root);
        await mkdir(debs);
        await run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', ...packages], { cwd: debs });
        for (const deb of (await run('ls', [debs])).split('\n').filter(Boolean)) {
          await run('dpkg-deb', ['-x', join(debs, deb), root]);
        }
        return root;
      };
      const libraries = await layer('libraries', LIBRARIES);
      const server = await layer('server', NGINX_PACKAGES);
      const page = join(folder, 'page');
      for (const path of [
        'etc/nginx',
        'srv',
        'run',
        'var/lib/nginx',
        'var/log/nginx',
        'dev',
        'proc',
        'sys',
        'tmp',
      ]) {
        await mkdir(join(page, path), { recursive: true });
      }
      await writeFile(join(page, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
      await writeFile(join(page, 'etc/group'), 'root:x:0:\n');
      await writeFile(join(page, 'etc/nginx/nginx.conf'), NGINX_CONF);
      await writeFile(
        join(page, 'srv/index.html'),
        '<!doctype html><title>nginx</title><h1>Hello from nginx</h1>\n',
      );
      await dockerArchive(file, {
        tag: 'nginx:e2e',
        layers: [libraries, server, page],
        config: { Cmd: ['/usr/sbin/nginx'], StopSignal: 'SIGQUIT', ExposedPorts: { '80/tcp': {} } },
      });
    }),
  );
}

/** Two sheets: the second adds, changes and removes a file, and hides all that a directory held. */
export function deck(): Promise<string> {
  return cached('deck.tar', (file) =>
    inFolder(async (folder) => {
      const below = await sheet(join(folder, 'below'), {
        'etc/change': 'as it was\n',
        'etc/drop': 'gone soon\n',
        'etc/keep': 'stays\n',
        'opt/old/a': 'a',
        'opt/old/b': 'b',
      });
      const above = await sheet(join(folder, 'above'), {
        'etc/.wh.drop': '',
        'etc/change': 'as it is now\n',
        'etc/new': '<b>new</b>\n',
        'opt/old/.wh..wh..opq': '',
        'opt/old/c': 'c',
      });
      await dockerArchive(file, { tag: 'deck:e2e', layers: [below, above], config: { Cmd: ['sh'] } });
    }),
  );
}

/** The busybox archive, cut off in the middle of its layer. */
export function truncated(): Promise<string> {
  return cached('truncated.tar', async (file) => {
    const whole = await busybox();
    await copyFile(whole, `${file}.new`);
    await truncate(`${file}.new`, Math.floor((await stat(whole)).size / 2));
    await run('mv', [`${file}.new`, file]);
  });
}

/** The busybox archive with one byte of its layer changed: every header is right, one digest is not. */
export function wrongDigest(): Promise<string> {
  return cached('wrong-digest.tar', async (file) => {
    await copyFile(await busybox(), `${file}.new`);
    const bytes = await readFile(`${file}.new`);
    // The middle of busybox itself, far from every tar header.
    const at = bytes.indexOf('\x7fELF', 0, 'latin1') + 200_000;
    const archive = await open(`${file}.new`, 'r+');
    await archive.write(Buffer.from([(bytes[at] ?? 0) ^ 0xff]), 0, 1, at);
    await archive.close();
    await run('mv', [`${file}.new`, file]);
  });
}

export function noise(): Promise<string> {
  return cached('noise.bin', (file) => writeFile(file, randomBytes(300_000)));
}

export function empty(): Promise<string> {
  return cached('empty.tar', (file) => writeFile(file, ''));
}

/** A readable archive, which holds no image. */
export function notAnImage(): Promise<string> {
  return cached('not-an-image.tar', (file) =>
    inFolder(async (folder) => {
      await writeFile(join(folder, 'report.txt'), 'Figures of the third quarter\n');
      await run('tar', ['-C', folder, '-cf', file, 'report.txt']);
    }),
  );
}
