import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { life } from './alive';
import { gantry, until } from './commands';
import { expect, test } from './fixtures';
import { connected, joinOptions } from './hosts';
import { busybox } from './images';
import type { Container } from './installation';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-join-'));
});
test.afterEach(async () => {
  await gantry('down', '--volumes', '--home', join(folder, 'second')).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

test('a removed host joins again with a fresh line, and what ran there comes along', async ({
  installation,
}) => {
  test.setTimeout(300_000);
  const home = join(folder, 'second');
  const joined = await gantry('join', '--home', home, ...(await joinOptions(installation, 'second')));
  expect(joined).toMatch(/now host second of/);
  const first = await connected(installation, 'second');
  const query = new URLSearchParams({ hostId: first.id, reference: 'busybox:e2e' });
  await installation.ask('POST', `/api/v1/images?${query}`, { archive: await busybox() });
  const container = await installation.ask<Container>('POST', '/api/v1/containers', {
    body: { name: 'stayer', hostId: first.id, spec: { image: 'busybox:e2e', command: ['sleep', '1000'] } },
  });
  const before = await life((await installation.phase(container.id, 'RUNNING')).status?.pid ?? 0);

  const again = await joinOptions(installation, 'second');
  const untouched = await gantry('join', '--home', home, ...again);
  expect(untouched).toMatch(/is a host of .* already: second(.|\n)*token was not used/);

  await installation.ask('DELETE', `/api/v1/hosts/${first.id}?force=true`);
  await expect(gantry('join', '--home', home)).rejects.toThrow(/fresh join line/);
  await expect(gantry('status', '--home', home)).rejects.toThrow(/removed from/);
  const rejoined = await gantry('join', '--home', home, ...again);
  expect(rejoined).toMatch(/now host second of(.|\n)*Containers that ran here before/);

  const second = await connected(installation, 'second');
  expect(second.id).not.toBe(first.id);
  const adopted = await until('its container is adopted', async () => {
    const answer = await installation.call<Container>('GET', `/api/v1/containers/${container.id}`);
    return answer.status === 200 && answer.body.status?.phase === 'RUNNING' ? answer.body : undefined;
  });
  expect(await life(adopted.status?.pid ?? 0)).toBe(before);
  await installation.ask('POST', `/api/v1/containers/${container.id}/stop`, { body: { graceSeconds: 0 } });
  await installation.phase(container.id, 'EXITED');
  await installation.removeContainer(container.id);

  await gantry('down', '--volumes', '--home', home);
  await installation.ask('DELETE', `/api/v1/hosts/${second.id}?force=true`);
});

test('a join that fails shows its own log lines and none of an earlier try', async ({ installation }) => {
  test.setTimeout(240_000);
  const home = join(folder, 'second');
  const [, server = '', , token = ''] = await joinOptions(installation, 'never');
  const attempt = (digit: string) =>
    gantry(
      ...['join', '--home', home, '--server', server],
      ...['--token', token, '--fingerprint', `SHA256:${digit.repeat(64)}`],
    );
  await expect(attempt('1')).rejects.toThrow(/1111/);
  const second = await attempt('2').then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(second).toContain('2222');
  expect(second.slice(second.indexOf('failed:'))).not.toContain('1111');
  expect(await readFile(join(home, 'logs', 'agent.log'), 'utf8')).toContain('1111');
});
