import { complaints, isAccessible } from './browser';
import { expect, test } from './fixtures';
import { importAs } from './registries';
import { shop } from './shops';

test('two versions are compared: files that came, changed and went, the lines of one, and how they are run', async ({
  installation,
  session,
}) => {
  const first = await importAs(installation, 'shop:1', shop(1));
  await importAs(installation, 'shop:2', shop(2));
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/images/${first}`);
  await page.getByRole('button', { name: 'Compare…' }).click();
  const choice = page.getByRole('dialog', { name: 'Compare with' });
  await choice.getByLabel('Name or digest of the image').fill('shop');
  await choice.getByRole('button', { name: /^shop:2/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop:1 → shop:2' })).toBeVisible();

  await test.step('so many files differ, and one sheet is the same', async () => {
    const figures = page.getByRole('list', { name: 'Files that differ' });
    for (const figure of ['+1 added', '~1 changed', '−1 removed'])
      await expect(figures).toContainText(figure);
    const sheets = page.getByRole('list', { name: 'Sheets of both images' });
    await expect(sheets.getByText('the same sheet in both')).toHaveCount(1);
  });

  await test.step('each has its mark in the tree', async () => {
    await page.getByRole('treeitem', { name: 'app' }).click();
    await expect(page.getByRole('treeitem', { name: /added.*second-only/ })).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /removed.*first-only/ })).toBeVisible();
    await expect(page.getByRole('treeitem', { name: 'etc' })).toHaveCount(0);
    await page.getByRole('treeitem', { name: /changed.*page/ }).click();
  });

  await test.step('the lines that differ are shown beside those around them', async () => {
    const lines = page.getByRole('region', { name: 'Lines that differ' });
    await expect(lines.getByText('removed: ').locator('..')).toContainText('open till six');
    await expect(lines.getByText('added: ').locator('..')).toContainText('open till nine');
    await expect(lines.getByText('Welcome')).toBeVisible();
    await page.reload();
    await expect(lines.getByText('open till nine')).toBeVisible();
  });

  await test.step('so does how they are run', async () => {
    const config = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Configuration (3)' }) });
    const row = (name: string) => config.getByRole('listitem').filter({ hasText: name });
    await expect(row('COLOUR').locator('del')).toHaveText('red');
    await expect(row('COLOUR').locator('ins')).toHaveText('blue');
    await expect(row('User').locator('ins')).toHaveText('0:0');
    await expect(row('edition').locator('del')).toHaveText('spring');
    await isAccessible(page);
  });

  await test.step('seen from the other side, what came went', async () => {
    await page.getByRole('button', { name: 'Swap' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'shop:2 → shop:1' })).toBeVisible();
    await page.getByRole('treeitem', { name: 'app' }).click();
    await expect(page.getByRole('treeitem', { name: /removed.*second-only/ })).toBeVisible();
  });
  expect(heard).toEqual([]);
  await page.close();
});

test('what a running container wrote is a sheet of its own upon its image', async ({
  installation,
  session,
  runBusybox,
}) => {
  await importAs(installation, 'shop:1', shop(1));
  const command = ['sh', '-c', 'echo mine >/app/page.txt; rm /app/first-only.txt; exec sleep 1000'];
  const { id } = await runBusybox('writer', command, { image: 'shop:1' });
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/containers/${id}`);
  await page.getByRole('tab', { name: 'Files' }).click();
  const own = page.getByRole('radio', { name: /What the container wrote/ });
  await expect(own).toBeChecked();
  await expect(async () => {
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(own).toContainText('~1 changed', { timeout: 1000 });
  }).toPass();
  await expect(own).toContainText('−1 removed');

  await page.getByRole('treeitem', { name: 'app' }).click();
  await expect(page.getByRole('treeitem', { name: /removed.*first-only/ })).toBeVisible();
  await page.getByRole('treeitem', { name: /changed.*page/ }).click();
  const content = page.getByRole('region', { name: 'Content' });
  await expect(content).toHaveText('mine');
  const history = page.getByRole('list', { name: 'What each sheet did to it' });
  await history.getByRole('button').first().click();
  await expect(content).toContainText('open till six');
  expect(heard).toEqual([]);
  await page.close();
});
