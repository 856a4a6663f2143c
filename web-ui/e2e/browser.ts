import AxeBuilder from '@axe-core/playwright';
import { expect, type Page as BrowserPage } from '@playwright/test';
import type { Installation } from './installation';

/** Logs in through the form, as a person does; the first time this asks for a password of one's own. */
export async function logIn(page: BrowserPage, installation: Installation): Promise<void> {
  const { name, password, oneTime } = installation.admin();
  await page.goto(`${installation.url}/login`);
  await page.getByLabel('User').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  if (oneTime) await choosePassword(page, installation, password);
  await expect(page).not.toHaveURL(/login|password/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Answers the page that a one-time password leads to. */
export async function choosePassword(
  page: BrowserPage,
  installation: Installation,
  oneTime: string,
): Promise<void> {
  const chosen = 'a password of my own';
  await expect(page.getByRole('heading', { level: 1, name: 'Choose a password' })).toBeVisible();
  await page.getByLabel('One-time password').fill(oneTime);
  await page.getByLabel('New password', { exact: true }).fill(chosen);
  await page.getByLabel('New password again').fill(chosen);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page).not.toHaveURL(/password/);
  installation.chose(chosen);
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

/** What is on the screen now breaks no rule of axe. */
export async function isAccessible(page: BrowserPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(found).toEqual([]);
}

/** The browser itself notes answers that refuse as errors; takes out those with the status that a test asked for. */
export function without(heard: string[], status: number): string[] {
  return heard.filter((line) => !line.includes(`responded with a status of ${status}`));
}
