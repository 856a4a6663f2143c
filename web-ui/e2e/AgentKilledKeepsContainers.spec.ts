import { life } from './alive';
import { until } from './commands';
import { expect, test } from './fixtures';

// Says a number twice a second, for ever: a gap in its log would show.
const COUNT = 'n=0; while true; do n=$((n+1)); echo "line $n"; usleep 500000; done';

test('a container keeps its process and loses no log line while its agent is killed and comes back', async ({
  installation,
  runBusybox,
}) => {
  const counting = await runBusybox('counting', ['sh', '-c', COUNT]);
  const ending = await runBusybox('ending', ['sh', '-c', 'sleep 6; exit 7']);
  const pid = counting.status?.pid ?? 0;
  const before = await life(pid);
  expect(before).not.toBeNull();

  const agent = (await installation.processes()).agent.pid ?? 0;
  process.kill(agent, 'SIGKILL');
  await until('the killed agent is gone', async () => (await life(agent)) === null);
  const endingPid = ending.status?.pid ?? 0;
  await until('the second container ended by itself', async () => (await life(endingPid)) === null);
  expect(await life(pid)).toBe(before);

  await installation.up();
  const adopted = await installation.phase(counting.id, 'RUNNING');
  expect(adopted.status?.pid).toBe(pid);
  expect(await life(pid)).toBe(before);
  expect(adopted.status?.run).toBe(counting.status?.run);

  const ended = await installation.phase(ending.id, 'EXITED');
  expect(ended.status?.exitCode).toBe(7);

  const lines = await installation.logs(counting.id);
  expect(lines.length).toBeGreaterThan(12);
  expect(lines).toEqual(lines.map((_, index) => `line ${index + 1}`));
});
