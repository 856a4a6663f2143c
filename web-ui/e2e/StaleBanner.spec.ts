import { life } from './alive';
import { until } from './commands';
import { expect, test } from './fixtures';

test('a page says that it is stale while the server is away, and goes on by itself on its return', async ({
  installation,
  session,
  runBusybox,
}) => {
  await runBusybox('seen-before', ['sleep', '1000']);
  const page = await session.newPage();
  await page.goto(`${installation.url}/containers`);
  await expect(page.getByRole('link', { name: 'seen-before' })).toBeVisible();
  const banner = page.getByText('Connection lost');
  await expect(banner).toBeHidden();

  const server = (await installation.processes()).server.pid ?? 0;
  process.kill(server, 'SIGKILL');
  await until('the killed server is gone', async () => (await life(server)) === null);
  await expect(banner).toBeVisible();
  await expect(page.getByRole('status').filter({ has: banner })).toContainText(/what you see is from \d/);
  // The picture of the past stays.
  await expect(page.getByRole('link', { name: 'seen-before' })).toBeVisible();

  await installation.up();
  await installation.host();
  await expect(banner).toBeHidden();
  await runBusybox('seen-after', ['sleep', '1000']);
  await expect(page.getByRole('link', { name: 'seen-after' })).toBeVisible();
  await page.close();
});
