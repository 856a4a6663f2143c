import { complaints, isAccessible } from './browser';
import { expect, test } from './fixtures';
import { importAs } from './registries';
import { shop } from './shops';

test('a file is found over all images, with the containers that run with it', async ({
  installation,
  session,
  runBusybox,
}) => {
  await importAs(installation, 'shop:1', shop(1));
  await importAs(installation, 'shop:2', shop(2));
  await runBusybox('open-shop', ['sleep', '1000'], { image: 'shop:1' });
  const closed = await runBusybox('closed-shop', ['sleep', '1000'], { image: 'shop:1' });
  await installation.ask('POST', `/api/v1/containers/${closed.id}/stop`, { body: { graceSeconds: 0 } });
  await installation.phase(closed.id, 'EXITED');
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/files`);
  const search = page.getByRole('searchbox', { name: 'Path, pattern or SHA-256' });
  const found = page.getByRole('list', { name: 'Files found' }).locator(':scope > li');

  await test.step('by its path, in both versions', async () => {
    await search.fill('/app/page');
    await expect(page.getByText('2 files', { exact: true })).toBeVisible();
    const first = found.filter({ has: page.getByRole('link', { name: 'shop:1' }) });
    await expect(first).toContainText('1 container running, 1 not:');
    await expect(first.getByRole('link', { name: 'open-shop' })).toBeVisible();
    await expect(first.getByRole('link', { name: 'closed-shop' })).toBeVisible();
    const second = found.filter({ has: page.getByRole('link', { name: 'shop:2' }) });
    await expect(second).toContainText('no container');
    await isAccessible(page);
  });

  await test.step('by a pattern, in a sheet that images share', async () => {
    await search.fill('**/bin/busybo?');
    await expect(found.filter({ hasText: 'shop:1' })).toContainText('shop:2');
  });

  await test.step('nowhere, and the page says what it does not look at', async () => {
    await search.fill('/app/nobody-has-this');
    await expect(page.getByText('No image has such a file')).toBeVisible();
  });

  await test.step('and from there to its bytes in the image', async () => {
    await search.fill('first-only');
    await found.getByRole('link', { name: 'shop:1' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'shop:1' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Content' })).toHaveText('of version one');
  });
  expect(heard).toEqual([]);
  await page.close();
});
