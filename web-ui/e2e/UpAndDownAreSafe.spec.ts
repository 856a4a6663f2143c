import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { life } from './alive';
import { api, freePort, gantry, ROOT, run, until } from './commands';
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
    expect(await readdir(folder)).toEqual([]);
  } finally {
    holder.close();
  }
});

test('an up that is refused writes nothing, whatever it is refused for', async () => {
  const home = join(folder, 'deep', 'home');
  const up = (...options: string[]) => gantry('up', '--home', home, ...options);
  await expect(up('--port', '0')).rejects.toThrow(/not a port/);
  await expect(up('--port', '8080', '--agent-port', '8080')).rejects.toThrow(/port of its own/);
  await expect(up('--database-url', 'postgres://db')).rejects.toThrow(/jdbc:postgresql/);
  await expect(up('--no-such')).rejects.toThrow(/no option/);
  await writeFile(join(folder, 'deep'), 'a file');
  const ports = ['--port', `${await freePort()}`, '--agent-port', `${await freePort()}`];
  await expect(up(...ports)).rejects.toThrow(/can't be made or written to/);
  await rm(join(folder, 'deep'));
  const parts = `ROOT=${ROOT}; . build/gantry/say.sh; . build/gantry/home.sh; HOME_DIR=$1`;
  const late = ['-euc', `${parts}; make_home; lock_home; [[ -e $1/gantry.env ]]; die "not today"`, 'x', home];
  const interrupted = run('bash', late, { cwd: ROOT });
  await expect(interrupted).rejects.toThrow(/not today/);
  expect(await readdir(folder)).toEqual([]);
});

test('why a process ended is told by its own words of this try, without the code', async () => {
  const words =
    'old trouble\nFATAL: no such database\n\tat dev.gantry.Code(Code.java:1)\n\t... 7 common frames omitted\n';
  await mkdir(join(folder, 'logs'));
  await writeFile(join(folder, 'logs', 'server.log'), words);
  const parts = ['say', 'home', 'process', 'installation'].map((part) => `. build/gantry/${part}.sh`);
  const shown = `${parts.join('; ')}; HOME_DIR=$1; LOG_FROM[server]=12; show_log_tail server 2>&1`;
  const told = await run('bash', ['-euc', `ROOT=${ROOT}; ${shown}`, 'x', folder], { cwd: ROOT });
  expect(told).toContain('FATAL: no such database');
  expect(told).not.toMatch(/old trouble|Code\.java|omitted/);
});

test('a home inside the checkout is refused, also a relative one', async () => {
  for (const home of ['data/home', join(ROOT, 'target', 'home')]) {
    const up = run('./gantry', ['up', '--home', home], { cwd: ROOT });
    await expect(up).rejects.toThrow(/inside the checkout(.|\n)*outside/);
  }
  expect(existsSync(join(ROOT, 'data'))).toBe(false);
});

test('of an agent alone, commands speak of its server and of join', async () => {
  const home = join(folder, 'agent-alone');
  await mkdir(join(home, 'agent', 'identity'), { recursive: true });
  const mark = '# A Gantry installation; written by `gantry up`.\nAGENT_APP=x\nJOINED_TO=far.example:8444\n';
  await writeFile(join(home, 'gantry.env'), mark);
  await writeFile(join(home, 'agent', 'identity', 'identity.json'), '{}');
  await expect(gantry('token', '--home', home)).rejects.toThrow(/made by its server, far\.example:8444/);
  await expect(gantry('up', '--home', home)).rejects.toThrow(/agent alone/);
  await expect(gantry('logs', 'server', '--home', home)).rejects.toThrow(/far\.example:8444/);
  const down = await gantry('down', '--home', home);
  expect(down).toContain('./gantry join --home');
  expect(down).not.toContain('./gantry up');
  expect(await gantry('down', '--volumes', '--home', home)).toMatch(/far\.example:8444.*until you remove it/);
});

test('an installation that runs with the embedded database takes no other below it', async ({
  installation,
}) => {
  const other = 'jdbc:postgresql://127.0.0.1:1/gantry?user=gantry';
  await expect(gantry('up', '--home', installation.home, '--database-url', other)).rejects.toThrow(
    /runs with another --database-url/,
  );
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

test('after the death of the server alone, up leaves the agent as it is', async ({ installation }) => {
  const before = await installation.processes();
  process.kill(before.server.pid ?? 0, 'SIGKILL');
  await until('the server is dead', async () => (await installation.processes()).server.pid === null);
  const printed = await installation.up();
  const after = await installation.processes();
  expect(after.agent.pid).toBe(before.agent.pid);
  expect(after.server.pid).not.toBe(before.server.pid);
  expect(printed).toMatch(/Agent is connected as host/);
  expect(printed).not.toMatch(/joined/);
});

test('containers are stopped and removed on this machine alone, whatever other hosts run', async () => {
  const own = '0198f3c2-0000-7000-8000-000000000001';
  const container = (id: string, hostId: string, power: string) => ({ id, power, host: { id: hostId } });
  const items = [
    container('mine', own, 'ON'),
    container('mine-off', own, 'OFF'),
    container('theirs', '0198f3c2-0000-7000-8000-000000000002', 'ON'),
  ];
  const done: string[] = [];
  const server = createHttpServer((request, response) => {
    const write = request.method !== 'GET';
    if (write) done.push(`${request.method} ${request.url}`);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(write ? {} : { items, next: null, total: items.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await mkdir(join(folder, 'server'));
  await writeFile(join(folder, 'server', 'token'), 'gantry_x\n');
  try {
    expect(await api(base, folder, 'stop-containers')).toBe('0 2\n');
    expect(await api(base, folder, 'remove-containers')).toBe('0 3\n');
    expect(done).toEqual([]);
    await mkdir(join(folder, 'agent', 'identity'), { recursive: true });
    await writeFile(join(folder, 'agent', 'identity', 'identity.json'), JSON.stringify({ hostId: own }));
    expect(await api(base, folder, 'stop-containers')).toBe('1 1\n');
    expect(done).toEqual(['POST /api/v1/containers/mine/stop']);
    expect(await api(base, folder, 'remove-containers')).toBe('2 1\n');
    expect(done.slice(1)).toEqual([
      'DELETE /api/v1/containers/mine?force=true',
      'DELETE /api/v1/containers/mine-off?force=true',
    ]);
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
