import { complaints } from './browser';
import { expect, test } from './fixtures';
import { importAs, registryToken } from './registries';

test('an image is pushed from its page into the built-in registry, seen there, and its tag is deleted although it is used', async ({
  installation,
  session,
}) => {
  const registry = new URL(installation.url).host;
  const digest = await importAs(installation, 'travel:e2e');
  const token = await registryToken(installation);
  await session.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await session.newPage();
  const heard = complaints(page);
  const push = page.getByRole('dialog', { name: 'Push image' });

  await test.step('the page says that nobody told hosts how to log in, and leads there', async () => {
    await page.goto(`${installation.url}/images/${digest}`);
    await page.getByRole('button', { name: 'Actions for travel:e2e' }).click();
    await page.getByRole('menuitem', { name: 'Push…' }).click();
    await expect(push.getByLabel('Push as')).toHaveValue(`${registry}/travel:e2e`);
    await push.getByRole('link', { name: 'Add its login' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add registry' });
    await expect(dialog.getByLabel('Host', { exact: true })).toHaveValue(registry);
    await expect(dialog.getByLabel('Plain HTTP, without TLS')).toBeChecked();
    await dialog.getByLabel('User', { exact: true }).fill('e2e');
    await dialog.getByRole('button', { name: 'Add registry' }).click();
    await expect(dialog.getByText('Give the secret')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Secret' }).fill(token);
    await dialog.getByRole('button', { name: 'Add registry' }).click();
    const row = page.getByRole('row').filter({ hasText: registry });
    await expect(row).toContainText('secret set');
    await expect(row).toContainText('Plain HTTP');
  });

  await test.step('it is pushed', async () => {
    await page.goto(`${installation.url}/images/${digest}`);
    await page.getByRole('button', { name: 'Actions for travel:e2e' }).click();
    await page.getByRole('menuitem', { name: 'Push…' }).click();
    await expect(push.getByText('The host logs in to this server as e2e')).toBeVisible();
    await push.getByRole('button', { name: 'Push', exact: true }).click();
    await expect(page.getByText(/is pushed|^Done$/).first()).toBeVisible();
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

  await test.step('the registry is removed', async () => {
    await page.goto(`${installation.url}/registries`);
    await page.getByRole('button', { name: `Actions for ${registry}` }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: `Remove ${registry}` }).click();
    await expect(page.getByText('None needs to be added')).toBeVisible();
  });
  await page.close();
});
