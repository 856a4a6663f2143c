import type { Locator, Page as BrowserPage } from '@playwright/test';
import { expect, test } from './fixtures';
import { busybox } from './images';

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab until the caret is there; no page of Gantry has more stops than this. */
async function tabTo(page: BrowserPage, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < 60; stops++) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${target.toString()}`);
}

test('without a mouse: log in, create a container, stop it, remove it', async ({ browser, installation }) => {
  const imported = await installation.importImage(await busybox(), 'busybox:e2e');
  expect(imported.status).toBeLessThan(300);
  const context = await browser.newContext();
  const page = await context.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const press = async (target: Locator) => {
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  const type = async (target: Locator, text: string) => {
    await tabTo(page, target);
    await page.keyboard.type(text);
  };

  await test.step('log in', async () => {
    const { name, password, oneTime } = installation.admin();
    await page.goto(`${installation.url}/login`);
    await expect(page.getByLabel('User')).toBeFocused();
    await page.keyboard.type(name);
    await type(page.getByLabel('Password', { exact: true }), password);
    await page.keyboard.press('Enter');
    if (oneTime) {
      await expect(page.getByLabel('One-time password')).toBeFocused();
      await page.keyboard.type(password);
      await type(page.getByLabel('New password', { exact: true }), 'typed by keyboard');
      await type(page.getByLabel('New password again'), 'typed by keyboard');
      await page.keyboard.press('Enter');
      installation.chose('typed by keyboard');
    }
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  });

  await test.step('skip to the page, then find the form', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    const nav = page.getByRole('navigation', { name: 'Main', exact: true });
    await press(nav.getByRole('link', { name: 'Containers' }));
    await press(page.getByRole('link', { name: 'Create container' }).first());
    await expect(page.getByRole('heading', { level: 1, name: 'Create container' })).toBeVisible();
  });

  await test.step('create', async () => {
    await type(page.getByRole('combobox', { name: /Image/ }), 'busybox:e2e');
    await page.keyboard.press('Escape');
    await type(page.getByRole('textbox', { name: 'Name', exact: true }), 'keyboard');
    await type(page.getByLabel('Command'), `sh -c 'trap "exit 0" TERM; sleep 1000 & wait'`);
    await press(button('Create and start'));
    await expect(page.getByRole('heading', { level: 1, name: 'keyboard' })).toBeVisible();
    await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
  });

  await test.step('stop', async () => {
    await press(button('Stop'));
    await expect(page.getByText('Exited (0)', { exact: true }).first()).toBeVisible();
  });

  await test.step('ask to remove, think better of it, then remove', async () => {
    await press(button('Remove…'));
    await expect(button('Keep it')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(button('Remove…')).toBeFocused();
    await page.keyboard.press('Enter');
    await press(button('Remove keyboard'));
    await expect(page).toHaveURL(/\/containers$/);
    const left = await installation.ask<{ items: { name: string }[] }>('GET', '/api/v1/containers');
    expect(left.items.map(({ name }) => name)).not.toContain('keyboard');
  });
  await context.close();
});
