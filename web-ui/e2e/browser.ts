import { expect, type Page as BrowserPage } from '@playwright/test';
import type { Installation } from './installation';

/** Logs in through the form, as a person does. */
export async function logIn(page: BrowserPage, installation: Installation): Promise<void> {
  const { name, password } = await installation.admin();
  await page.goto(`${installation.url}/login`);
  await page.getByLabel('User').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).not.toHaveURL(/login/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Collects what the browser complains about: errors of scripts, refused by the Content-Security-Policy, failed loads. */
export function complaints(page: BrowserPage): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`console: ${message.text()} (${message.location().url})`);
  });
  return heard;
}
