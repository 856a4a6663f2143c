import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { life } from './alive';
import { api, freePort, gantry } from './commands';
import { expect, test } from './fixtures';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-script-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test('a directory with files of others never becomes a home, and is never removed', async () => {
  const file = join(folder, 'thesis.txt');
  await writeFile(file, 'years of work');
  await expect(gantry('up', '--home', folder, '--no-demo')).rejects.toThrow(
    /not empty and was not made by Gantry/,
  );
  await expect(gantry('down', '--volumes', '--home', folder)).rejects.toThrow(/no installation/);
  expect(await readFile(file, 'utf8')).toBe('years of work');
});

test('each command tells its options when asked by --help, and does nothing', async () => {
  for (const command of ['up', 'down', 'status', 'logs', 'token', 'join', 'test', 'bench']) {
    expect(await gantry(command, '--help')).toBe(await gantry('help', command));
  }
});

test('a system directory is refused as home', async () => {
  await expect(gantry('up', '--home', '/usr')).rejects.toThrow(/no place for an installation/);
});

test('a port that another program holds is refused, and a free one is named', async () => {
  const holder: Server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  try {
    const home = join(folder, 'home');
    const up = gantry(
      'up',
      '--home',
      home,
      '--port',
      `${port}`,
      '--agent-port',
      `${await freePort()}`,
      '--no-demo',
    );
    await expect(up).rejects.toThrow(new RegExp(`Port ${port} is in use(.|\n)*--port \\d+ is free`));
    await gantry('down', '--volumes', '--home', home);
  } finally {
    holder.close();
  }
});

test('a second up starts nothing and says what runs', async ({ installation }) => {
  const before = await installation.processes();
  const printed = await installation.up();
  expect(printed).toContain(installation.url);
  expect(printed).not.toContain('Password');
  expect(await installation.processes()).toEqual(before);
});

test('the first up shows the password once, and nothing secret stands on a command line', async ({
  installation,
}) => {
  expect(installation.oneTimePassword).toHaveLength(20);
  expect(installation.printed).toContain(installation.oneTimePassword);
  const { server, agent } = await installation.processes();
  for (const pid of [server.pid, agent.pid]) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    expect(line).not.toMatch(/token|password|fingerprint/i);
  }
});

test('down leaves containers running, and the next up takes them up again', async ({
  installation,
  runBusybox,
}) => {
  const container = await runBusybox('survivor', ['sleep', '1000']);
  const before = await life(container.status?.pid ?? 0);
  expect(await gantry('down', '--home', installation.home)).toContain('Containers keep running');
  const stopped = await installation.processes();
  expect([stopped.server.pid, stopped.agent.pid, stopped.postgres.pid]).toEqual([null, null, null]);
  expect(await life(container.status?.pid ?? 0)).toBe(before);

  await installation.up();
  await installation.host();
  const again = await installation.phase(container.id, 'RUNNING');
  expect(await life(again.status?.pid ?? 0)).toBe(before);
});

test('containers are stopped on this machine alone, whatever other hosts run', async () => {
  const own = '0198f3c2-0000-7000-8000-000000000001';
  const container = (id: string, hostId: string, power: string) => ({ id, power, host: { id: hostId } });
  const items = [
    container('mine', own, 'ON'),
    container('mine-off', own, 'OFF'),
    container('theirs', '0198f3c2-0000-7000-8000-000000000002', 'ON'),
  ];
  const stopped: string[] = [];
  const server = createHttpServer((request, response) => {
    if (request.method === 'POST') stopped.push(request.url ?? '');
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.method === 'POST' ? {} : { items, next: null, total: items.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await mkdir(join(folder, 'server'));
  await writeFile(join(folder, 'server', 'token'), 'gantry_x\n');
  try {
    expect(await api(base, folder, 'stop-containers')).toBe('0 2\n');
    expect(stopped).toEqual([]);
    await mkdir(join(folder, 'agent', 'identity'), { recursive: true });
    await writeFile(join(folder, 'agent', 'identity', 'identity.json'), JSON.stringify({ hostId: own }));
    expect(await api(base, folder, 'stop-containers')).toBe('1 1\n');
    expect(stopped).toEqual(['/api/v1/containers/mine/stop']);
  } finally {
    server.close();
  }
});

test('a pid file of an earlier boot is not believed', async () => {
  const home = join(folder, 'home');
  await mkdir(join(home, 'server'), { recursive: true });
  const mark = '# A Gantry installation; written by `gantry up`.\nPORT=9\nAGENT_PORT=8\n';
  await writeFile(join(home, 'gantry.env'), mark);
  // A living process, under a start time and a boot that are not its own.
  await writeFile(
    join(home, 'server', 'server.pid'),
    `${process.pid} 1 00000000-0000-0000-0000-000000000000\n`,
  );
  await expect(gantry('status', '--home', home)).rejects.toThrow(/Server\s+stopped/);
  expect(await gantry('down', '--home', home)).toContain('Nothing of');
});
