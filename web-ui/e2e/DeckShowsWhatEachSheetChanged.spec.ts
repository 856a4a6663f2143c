import { complaints, logIn } from './browser';
import { expect, test } from './fixtures';
import { deck } from './images';

test('an image is its deck: what each sheet changed, the stack seen through, a file and its history', async ({
  page,
  installation,
}) => {
  const imported = await installation.importImage(await deck(), 'deck:e2e');
  expect(imported.status).toBeLessThan(300);
  await logIn(page, installation);
  const heard = complaints(page);
  await page.goto(`${installation.url}/images?q=deck%3Ae2e`);
  await page.getByRole('link', { name: 'deck:e2e' }).click();

  await test.step('the top sheet tells what it added, changed and removed', async () => {
    const sheets = page.getByRole('radio', { name: /added/ });
    await expect(sheets).toHaveCount(2);
    await expect(sheets.first()).toBeChecked();
    await expect(sheets.first()).toContainText('+2');
    await expect(sheets.first()).toContainText('~1');
    await expect(sheets.first()).toContainText('−3');
  });

  await test.step('its files have marks, also those that an opaque directory hides', async () => {
    await page.getByRole('treeitem', { name: 'etc' }).click();
    await expect(page.getByRole('treeitem', { name: /added.*new/ })).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /changed.*change/ })).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /removed.*drop/ })).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /keep/ })).toHaveCount(0);
    await page.getByRole('treeitem', { name: 'opt' }).click();
    await page.getByRole('treeitem', { name: 'old' }).click();
    await expect(page.getByRole('treeitem', { name: /removed.*a/ }).first()).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /added.*c/ }).last()).toBeVisible();
  });

  await test.step('a file shows its bytes and what each sheet did to it', async () => {
    await page.getByRole('treeitem', { name: /changed.*change/ }).click();
    await expect(page.getByRole('region', { name: 'Content' })).toHaveText('as it is now');
    const history = page.getByRole('list', { name: 'What each sheet did to it' });
    await expect(history.getByRole('listitem')).toHaveCount(2);
    await history.getByRole('button').first().click();
    await expect(page.getByRole('region', { name: 'Content' })).toHaveText('as it was');
  });

  await test.step('looking through the stack shows what stays, too', async () => {
    await page.getByRole('radio', { name: /\+2/ }).click();
    await page.getByText('The stack up to here').click();
    await expect(page.getByRole('treeitem', { name: /keep/ })).toBeVisible();
  });

  await test.step('a file is saved, never shown by the browser itself', async () => {
    await page.getByRole('treeitem', { name: /added.*new/ }).click();
    await expect(page.getByRole('region', { name: 'Content' })).toHaveText('<b>new</b>');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    expect((await saved).suggestedFilename()).toBe('new');
  });
  expect(heard).toEqual([]);
});
