import AxeBuilder from '@axe-core/playwright';
import type { Page as BrowserPage } from '@playwright/test';
import { complaints } from './browser';
import { expect, test } from './fixtures';

interface Visit {
  name: string;
  path: string;
}

const fixed: Visit[] = [
  { name: 'overview', path: '/' },
  { name: 'hosts', path: '/hosts' },
  { name: 'images', path: '/images' },
  { name: 'repositories', path: '/repositories' },
  { name: 'registries', path: '/registries' },
  { name: 'add registry', path: '/registries?add=true' },
  { name: 'containers', path: '/containers' },
  { name: 'create container', path: '/containers/new' },
  { name: 'tokens', path: '/tokens' },
  { name: 'users', path: '/users' },
  { name: 'audit', path: '/audit' },
];

async function settled(page: BrowserPage): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // Skeletons and spinners stand for data that is on its way.
  await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root')).toHaveCount(0);
}

async function isSound(page: BrowserPage, url: string): Promise<void> {
  const heard = complaints(page);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(url);
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${scheme}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
    );
    expect(found).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(url);
  await settled(page);
  const [needed, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ]);
  expect(needed, 'nothing scrolls sideways on a phone').toBeLessThanOrEqual(shown ?? 0);
  expect(heard).toEqual([]);
}

for (const { name, path } of fixed) {
  test(`the page "${name}" is accessible, fits a phone and breaks no rule of the browser`, async ({
    installation,
    session,
    runBusybox,
  }) => {
    await runBusybox('shown', ['sleep', '1000']);
    const page = await session.newPage();
    await isSound(page, installation.url + path);
    await page.close();
  });
}

test('the login page is accessible, fits a phone and breaks no rule of the browser', async ({
  browser,
  installation,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Asking who is logged in is answered with 401 here, which the browser itself notes as an error.
  const heard = complaints(page);
  await page.goto(`${installation.url}/login`);
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  const [needed, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ]);
  expect(needed).toBeLessThanOrEqual(shown ?? 0);
  expect(heard.filter((line) => !/401/.test(line))).toEqual([]);
  await context.close();
});

test('the pages of one host, image and container are sound, too', async ({
  installation,
  session,
  runBusybox,
}) => {
  const container = await runBusybox('shown', ['sh', '-c', 'echo hello; exec sleep 1000']);
  const host = await installation.host();
  const images = await installation.ask<{ items: { digest: string }[] }>('GET', '/api/v1/images');
  const paths = [`/hosts/${host.id}`, `/images/${images.items[0]?.digest}`, `/containers/${container.id}`];
  for (const path of paths) {
    const page = await session.newPage();
    await isSound(page, installation.url + path);
    await page.close();
  }
});
