import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gantry } from './commands';
import { expect, test } from './fixtures';
import type { Host, Installation, Page } from './installation';

interface JoinToken {
  token: string;
  command: string;
}

async function joinToken(installation: Installation): Promise<{ token: string; fingerprint: string }> {
  const made = await installation.ask<JoinToken>('POST', '/api/v1/hosts/join-tokens', { body: {} });
  const fingerprint = / --fingerprint (\S+)/.exec(made.command)?.[1] ?? '';
  expect(fingerprint).toMatch(/^SHA256:/i);
  return { token: made.token, fingerprint };
}

test('a join token admits one agent and refuses the next', async ({ installation }) => {
  test.setTimeout(240_000);
  const { token, fingerprint } = await joinToken(installation);
  const folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-join-'));
  const join_ = (name: string) =>
    gantry(
      ...['join', '--home', join(folder, name), '--server', `127.0.0.1:${installation.agentPort}`],
      ...['--token', token, '--fingerprint', fingerprint],
    );
  try {
    const before = await installation.ask<Page<Host>>('GET', '/api/v1/hosts');
    await join_('first');
    const joined = await installation.ask<Page<Host>>('GET', '/api/v1/hosts');
    expect(joined.total).toBe(before.total + 1);

    await expect(join_('second')).rejects.toThrow(/token/i);
    const after = await installation.ask<Page<Host>>('GET', '/api/v1/hosts');
    expect(after.total).toBe(joined.total);

    const known = new Set(before.items.map(({ id }) => id));
    for (const host of joined.items.filter(({ id }) => !known.has(id))) {
      await installation.ask('DELETE', `/api/v1/hosts/${host.id}?force=true`);
    }
  } finally {
    for (const name of ['first', 'second']) {
      await gantry('down', '--volumes', '--home', join(folder, name)).catch(() => undefined);
    }
    await rm(folder, { recursive: true, force: true });
  }
});

test('an agent that was given the wrong fingerprint sends nothing and does not join', async ({
  installation,
}) => {
  const { token } = await joinToken(installation);
  const folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-join-'));
  const home = join(folder, 'misled');
  const wrong = `SHA256:${'00'.repeat(32)}`;
  try {
    await expect(
      gantry(
        ...['join', '--home', home, '--server', `127.0.0.1:${installation.agentPort}`],
        ...['--token', token, '--fingerprint', wrong],
      ),
    ).rejects.toThrow(/fingerprint/i);
  } finally {
    await gantry('down', '--volumes', '--home', home).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
});
