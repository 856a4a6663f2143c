import { expect, test } from './fixtures';
import { addRegistry, brake, importAs } from './registries';
import { inDrawer } from './uploads';

/** At this pace busybox takes most of a minute. */
const BYTES_PER_SECOND = 40_000;

test('a pull shows each layer in its dialog, is found again after a reload, and brings the image', async ({
  installation,
  session,
}) => {
  const registry = new URL(installation.url).host;
  const slow = await brake(installation.port, BYTES_PER_SECOND);
  const forget = await addRegistry(installation, slow.host);
  const digest = await importAs(installation, 'fetched:e2e');
  const path = `/api/v1/images/${digest}`;
  await installation.ask('POST', `${path}/push`, { body: { reference: `${registry}/fetched:e2e` } });
  await installation.ask('DELETE', `${path}?force=true`);

  const page = await session.newPage();
  await page.goto(`${installation.url}/images`);
  await page.getByRole('button', { name: 'Pull image' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Pull image' });
  await dialog.getByLabel('Name').fill(`${slow.host}/fetched:e2e`);
  await dialog.getByRole('button', { name: 'Pull', exact: true }).click();
  await expect(dialog.getByText(/^layer 1 of 1 on /)).toBeVisible();
  await expect(dialog.getByText(/\d [KM]iB of \d/)).toBeVisible();

  await page.reload();
  await expect(dialog.getByText('Running')).toBeVisible();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const operation = await inDrawer(page, `Pull image ${slow.host}/fetched:e2e`);
  await expect(operation.getByRole('progressbar')).toBeVisible();
  slow.release();
  await expect(operation.getByText('Done', { exact: true })).toBeVisible();

  await page.goto(`${installation.url}/images?q=fetched`);
  await expect(page.getByRole('link', { name: `${slow.host}/fetched:e2e` })).toBeVisible();
  await page.close();
  slow.close();
  await installation.ask('DELETE', `${path}?force=true`);
  await forget();
});
