import { life } from './alive';
import { until } from './commands';
import { expect, test } from './fixtures';

test('containers run on while the server is killed, and it finds them again', async ({
  installation,
  runBusybox,
}) => {
  const page = await runBusybox('served', [
    'sh',
    '-c',
    'echo still here >/tmp/index.html; exec httpd -f -p 80 -h /tmp',
  ]);
  const address = page.status?.address ?? '';
  const before = await life(page.status?.pid ?? 0);
  const ask = async () => (await fetch(`http://${address}/`)).text();
  expect(await until('the page answers', ask)).toContain('still here');

  const server = (await installation.processes()).server.pid ?? 0;
  process.kill(server, 'SIGKILL');
  await until('the killed server is gone', async () => (await life(server)) === null);
  expect(await ask()).toContain('still here');

  await installation.up();
  await installation.host();
  const found = await installation.phase(page.id, 'RUNNING');
  expect(await life(found.status?.pid ?? 0)).toBe(before);
  expect(await ask()).toContain('still here');
});
