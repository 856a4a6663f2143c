import { expect, test } from './fixtures';
import { choosePassword } from './browser';
import { Installation } from './installation';

test('the one-time password leads to a new one and to nothing else', async ({ browser }) => {
  test.setTimeout(300_000);
  const installation = await Installation.start();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const { name, password } = installation.admin();
    await page.goto(`${installation.url}/login?to=%2Fcontainers`);
    await page.getByLabel('User').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Choose a password' })).toBeVisible();

    await page.goto(`${installation.url}/hosts`);
    await expect(page).toHaveURL(/\/password/);
    const refused = await page.request.get(`${installation.url}/api/v1/hosts`);
    expect(refused.status()).toBe(403);
    expect(((await refused.json()) as { code: string }).code).toBe('PASSWORD_CHANGE_REQUIRED');

    await page.getByLabel('One-time password').fill(password);
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('New password again').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('Choose another one')).toBeVisible();

    await choosePassword(page, installation, password);
    await expect(page).toHaveURL(/\/hosts$/);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Hosts' })).toBeVisible();
  } finally {
    await context.close();
    await installation.remove();
  }
});
