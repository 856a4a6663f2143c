import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaints, isAccessible } from './browser';
import { gantry } from './commands';
import { expect, test } from './fixtures';
import { connected, joinOptions } from './hosts';
import type { Container } from './installation';
import { importAs } from './registries';
import { shop } from './shops';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-copy-'));
});
test.afterEach(async () => {
  await gantry('down', '--volumes', '--home', join(folder, 'other')).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

test('an image is copied from its page to another host, and runs there', async ({
  installation,
  session,
}) => {
  test.setTimeout(300_000);
  const digest = await importAs(installation, 'shop:1', shop(1));
  const joining = await joinOptions(installation, 'other');
  await gantry('join', '--home', join(folder, 'other'), ...joining);
  const other = await connected(installation, 'other');
  const page = await session.newPage();
  const heard = complaints(page);

  await test.step('it arrives there', async () => {
    await page.goto(`${installation.url}/images/${digest}`);
    await expect(page.getByRole('link', { name: 'other', exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Actions for shop:1' }).click();
    await page.getByRole('menuitem', { name: 'Copy to host…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Copy shop:1 to another host' });
    await expect(dialog.getByLabel('To', { exact: true })).toHaveValue('other');
    await expect(dialog).toContainText('Only layers that other lacks are sent');
    await isAccessible(page);
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('link', { name: 'other', exact: true })).toBeVisible();
  });

  await test.step('it is listed with both hosts, and can be copied no further', async () => {
    await page.goto(`${installation.url}/images?q=shop%3A1`);
    const row = page.getByRole('table', { name: 'Images' }).getByRole('row').filter({ hasText: 'shop:1' });
    await expect(row.getByRole('link', { name: 'other', exact: true })).toBeVisible();
    await page.goto(`${installation.url}/images/${digest}`);
    await page.getByRole('button', { name: 'Actions for shop:1' }).click();
    await page.getByRole('menuitem', { name: 'Copy to host…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Copy shop:1 to another host' });
    await expect(dialog.getByText('No other host can get it')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  const made = await installation.ask<Container>('POST', '/api/v1/containers', {
    body: { name: 'copied', hostId: other.id, spec: { image: 'shop:1' }, start: true },
  });
  await test.step('it runs there, from the same files', async () => {
    await page.goto(`${installation.url}/containers/${made.id}`);
    await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('open till six')).toBeVisible();
  });
  expect(heard).toEqual([]);
  await page.close();

  await installation.removeContainer(made.id);
  await gantry('down', '--volumes', '--home', join(folder, 'other'));
  await installation.ask('DELETE', `/api/v1/hosts/${other.id}?force=true`);
});
