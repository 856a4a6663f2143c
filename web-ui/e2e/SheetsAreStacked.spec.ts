import { complaints, isAccessible } from './browser';
import { expect, test } from './fixtures';
import type { Container, Page } from './installation';
import { importAs } from './registries';
import { shop } from './shops';

test('sheets of two images are stacked: the conflict is shown before, and the new image runs', async ({
  installation,
  session,
}) => {
  await importAs(installation, 'shop:1', shop(1));
  await importAs(installation, 'shop:2', shop(2));
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/images`);
  await page.getByRole('link', { name: 'Stack your own' }).first().click();

  const add = async (image: string, without: string[], label: string) => {
    await page.getByRole('button', { name: 'Add sheets' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name or digest of the image').fill(image);
    await dialog.getByRole('button', { name: new RegExp(`^${image}`) }).click();
    for (const sheet of without) await dialog.getByRole('checkbox', { name: sheet }).uncheck();
    await dialog.getByRole('button', { name: label }).click();
    await expect(dialog).toBeHidden();
  };
  const chosen = page.getByRole('list', { name: 'Chosen sheets, the top one first' }).getByRole('listitem');

  await test.step('all sheets of the first, and the top one of the second', async () => {
    await add('shop:1', [], 'Put 2 on top');
    await expect(page.getByRole('heading', { name: 'Conflicts', exact: true })).toBeVisible();
    await add('shop:2', ['layer 1'], 'Put 1 on top');
    await expect(chosen).toHaveCount(3);
    await expect(chosen.first()).toContainText('sheet 2 of shop:2');
  });

  await test.step('the file that both write is shown before anything is made', async () => {
    await expect(page.getByRole('heading', { name: 'Conflicts (1)' })).toBeVisible();
    const conflict = page.getByRole('list', { name: 'Conflicts' }).getByRole('listitem');
    await expect(conflict).toContainText('/app/page.txt');
    await expect(conflict).toContainText('sheet 3 has another one than sheet 2');
    await expect(chosen.filter({ hasText: 'has conflicts' })).toHaveCount(2);
    await page.getByRole('treeitem', { name: 'app' }).click();
    for (const file of ['first-only.txt', 'second-only.txt', 'page.txt'])
      await expect(page.getByRole('treeitem', { name: file })).toBeVisible();
    await isAccessible(page);
  });

  await test.step('it is made, and has the history of its sheets', async () => {
    await page.getByLabel('Name', { exact: true }).fill('stacked:e2e');
    await page.getByRole('button', { name: 'Make the image' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'stacked:e2e' })).toBeVisible();
    await expect(page.getByRole('radio', { name: /added/ })).toHaveCount(3);
    await expect(page.getByRole('radio', { name: /added/ }).first()).toContainText('layer 2');
  });

  await test.step('it runs, and the higher sheet won', async () => {
    await page.getByRole('link', { name: 'Create container' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('stacked');
    await page.getByRole('button', { name: 'Create and start' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'stacked' })).toBeVisible();
    await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('open till nine')).toBeVisible();
  });
  expect(heard).toEqual([]);
  const { items } = await installation.ask<Page<Container>>('GET', '/api/v1/containers');
  for (const { id, name } of items) if (name === 'stacked') await installation.removeContainer(id);
  await page.close();
});
