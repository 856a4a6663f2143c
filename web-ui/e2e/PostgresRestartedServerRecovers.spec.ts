import { life } from './alive';
import { until } from './commands';
import { expect, test } from './fixtures';

test('the server recovers by itself when its Postgres was killed', async ({ installation, runBusybox }) => {
  const kept = await runBusybox('kept', ['sleep', '1000']);
  const before = await life(kept.status?.pid ?? 0);
  const { postgres, server } = await installation.processes();
  process.kill(postgres.pid ?? 0, 'SIGKILL');
  await until('the killed Postgres is gone', async () => (await life(postgres.pid ?? 0)) === null);

  await until(
    'the server is ready on a new Postgres',
    async () => {
      const now = await installation.processes();
      return now.server.ready && now.postgres.pid !== null && now.postgres.pid !== postgres.pid;
    },
    60,
  );
  expect((await installation.processes()).server.pid).toBe(server.pid);
  await installation.host();
  const found = await installation.phase(kept.id, 'RUNNING');
  expect(await life(found.status?.pid ?? 0)).toBe(before);
  // It takes writes again, and the agent gets them.
  const after = await runBusybox('after-restart', ['sleep', '1000']);
  expect(after.status?.phase).toBe('RUNNING');
});
