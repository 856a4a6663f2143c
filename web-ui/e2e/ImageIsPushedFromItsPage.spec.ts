import { complaints } from './browser';
import { expect, test } from './fixtures';
import { importAs } from './registries';

test('an image is pushed from its page into the built-in registry, seen there, and its tag is deleted although it is used', async ({
  installation,
  session,
}) => {
  const registry = new URL(installation.url).host;
  const digest = await importAs(installation, 'travel:e2e');
  await session.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await session.newPage();
  const heard = complaints(page);
  const push = page.getByRole('dialog', { name: 'Push image' });

  await test.step('it is pushed, with no registry added and no login given', async () => {
    await page.goto(`${installation.url}/images/${digest}`);
    await page.getByRole('button', { name: 'Actions for travel:e2e' }).click();
    await page.getByRole('menuitem', { name: 'Push…' }).click();
    await expect(push.getByLabel('Push as')).toHaveValue(`${registry}/travel:e2e`);
    await expect(push.getByText('known to this server by its certificate')).toBeVisible();
    await push.getByRole('button', { name: 'Push', exact: true }).click();
    await expect(page.getByText(/is pushed|^Done$/).first()).toBeVisible();
  });

  await test.step('a host that has it no more pulls it by the name in that line', async () => {
    await installation.ask('DELETE', `/api/v1/images/${digest}?force=true`);
    await page.goto(`${installation.url}/images`);
    await page.getByRole('button', { name: 'Pull image' }).first().click();
    const pull = page.getByRole('dialog', { name: 'Pull image' });
    await pull.getByLabel('Name').fill(`${registry}/travel:e2e`);
    await pull.getByRole('button', { name: 'Pull', exact: true }).click();
    await expect(page.getByText(/is there$|^Done$/).first()).toBeVisible();
    await page.goto(`${installation.url}/images/${digest}`);
    await expect(page.getByText(`${registry}/travel:e2e`).first()).toBeVisible();
  });

  await test.step('its repository has the tag, and the line that pulls it', async () => {
    await page.goto(`${installation.url}/repositories`);
    await page.getByRole('link', { name: 'travel', exact: true }).click();
    await page.getByRole('button', { name: 'Copy pull command of e2e' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`docker pull ${registry}/travel:e2e`);
  });

  await test.step('the palette finds it', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('travel');
    await expect(page.getByRole('option', { name: /^travel\s*Repository/ })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('its tag is deleted only by one who sees what uses it', async () => {
    expect(heard).toEqual([]);
    await page.getByRole('button', { name: 'Delete e2e' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete travel:e2e?' });
    await expect(dialog.getByText('which holds the image')).toBeVisible();
    await dialog.getByRole('button', { name: 'Delete e2e' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByLabel(/Delete it although it is used/).check();
    await dialog.getByRole('button', { name: 'Delete e2e' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('heading', { name: 'This repository is gone' })).toBeVisible();
    await page.getByRole('link', { name: 'To the others' }).click();
    await expect(page.getByText('Nothing was pushed yet').or(page.getByRole('table'))).toBeVisible();
    await expect(page.getByRole('link', { name: 'travel', exact: true })).toHaveCount(0);
  });
  await page.close();
});
