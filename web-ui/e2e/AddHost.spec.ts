import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaints } from './browser';
import { gantry } from './commands';
import { expect, test } from './fixtures';

test('a second machine joins with the line that the dialog shows, and is removed again', async ({
  installation,
  session,
}) => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-join-'));
  const home = join(folder, 'second');
  const page = await session.newPage();
  const heard = complaints(page);
  try {
    await page.goto(`${installation.url}/hosts`);
    await page.getByRole('button', { name: 'Add host' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a host' });
    await dialog.getByLabel('Name').fill('second');
    await dialog.getByRole('button', { name: 'Create join line' }).click();
    const line = (await dialog.getByLabel('Join line').textContent()) ?? '';
    await expect(dialog.getByText('Waiting for the host…')).toBeVisible();
    await expect(dialog.getByRole('timer')).toHaveText(/^1[45]:\d\d$/);

    const [script, ...words] = line.split(' ');
    expect(script).toBe('./gantry');
    await gantry(...words, '--home', home);
    await expect(dialog.getByRole('heading', { name: 'second has joined' })).toBeVisible();
    await dialog.getByRole('link', { name: 'Open second' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'second' })).toBeVisible();
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    await expect(page.getByText('No container on this host')).toBeVisible();

    await page.getByRole('button', { name: 'Actions for second' }).click();
    await page.getByRole('menuitem', { name: 'Remove host…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove second' }).click();
    await expect(page).toHaveURL(/\/hosts$/);
    await expect(page.getByRole('link', { name: 'second' })).toHaveCount(0);
    expect(heard).toEqual([]);
  } finally {
    await page.close();
    await gantry('down', '--volumes', '--home', home).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
});
