// Walks through every page in Chromium against dev/mock.mjs: pictures at two widths and in both schemes, the console,
// sideways scrolling, <style> elements, and axe. node dev/look.mjs [folder] [page…]; needs a built dist/.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';

const [folder = '/tmp/gantry-look', ...only] = process.argv.slice(2);
const port = 8100 + (process.pid % 800);
const base = `http://127.0.0.1:${port}`;
mkdirSync(folder, { recursive: true });
const mock = spawn(process.execPath, [fileURLToPath(new URL('mock.mjs', import.meta.url)), String(port)], {
  env: { ...process.env, JOIN_MS: '600000' },
});
mock.stderr.on('data', (text) => console.error(String(text)));
await new Promise((resolve) => mock.stdout.once('data', resolve));

const open = (name) => async (page) => page.getByRole('button', { name }).first().click();
async function fromMenu(page, item) {
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
const goTo = (list, name) => async (page) => {
  await page.goto(`${base}${list}`);
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.waitForTimeout(900);
};
async function compare(page) {
  await goTo('/images', 'nginx:1.27')(page);
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /redis/ }).click();
  await page.getByRole('treeitem').first().waitFor();
}
const pull = (reference) => async (page) => {
  await page.goto(`${base}/images?pull=true`);
  await page.getByRole('dialog').getByLabel('Name').fill(reference);
  await page.getByRole('dialog').getByRole('button', { name: 'Pull', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByText(/layer 1 of 2 on berlin-1/)
    .waitFor();
};
const PAGES = {
  login: { path: '/login', guest: true },
  password: {
    act: async (page) => {
      const user = { id: '1', name: 'admin', role: 'ADMIN', passwordChangeRequired: true };
      await page.route('**/api/v1/session', (route) => route.fulfill({ json: { user, expiresAt: null } }));
      await page.goto(base);
      await page.getByLabel('One-time password').waitFor();
    },
  },
  home: { path: '/' },
  hosts: { path: '/hosts' },
  'hosts-add': {
    path: '/hosts?add=true',
    act: async (page) => {
      await page.getByRole('button', { name: 'Create join line' }).click();
      await page.getByText('Waiting for the host').waitFor();
    },
  },
  host: { act: goTo('/hosts', 'berlin-2') },
  images: { path: '/images' },
  'images-disk': { path: '/images/disk' },
  'images-disk-open': {
    path: '/images/disk',
    act: async (page) => {
      await page
        .getByRole('button', { name: /With whom nginx/ })
        .first()
        .click();
    },
  },
  'images-prune': {
    path: '/images',
    act: async (page) => {
      await page.getByRole('button', { name: 'Clean up…' }).click();
      await page.getByText('All unused').click();
      await page.waitForTimeout(800);
      await page.getByRole('dialog').getByRole('checkbox').nth(1).uncheck();
      await page.waitForTimeout(800);
    },
  },
  'images-prune-none': {
    path: '/images',
    act: async (page) => {
      await page.getByRole('button', { name: 'Clean up…' }).click();
      await page.waitForTimeout(800);
    },
  },
  'images-pruned': {
    path: '/images',
    act: async (page) => {
      await page.getByRole('button', { name: 'Clean up…' }).click();
      await page.getByText('All unused').click();
      await page.waitForTimeout(800);
      await page.getByRole('button', { name: /^Remove \d/ }).click();
      await page.waitForTimeout(800);
    },
  },
  'images-add': { path: '/images?add=true' },
  'images-pull': { act: pull('nginx:1.28') },
  'images-pull-partly': { act: pull('partly:1.28') },
  image: { act: goTo('/images', 'nginx:1.27') },
  'image-name': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await page.getByRole('button', { name: 'Give it a name' }).click();
      await page.getByLabel('New name').fill('redis:7.4');
      await page.waitForTimeout(700);
    },
  },
  'image-name-take': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await page.getByRole('button', { name: 'Take the name nginx:1.27 away' }).click();
    },
  },
  'image-copy': {
    act: async (page) => {
      await goTo('/images', 'postgres:18')(page);
      await fromMenu(page, 'Copy to host…');
    },
  },
  'image-push': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await fromMenu(page, 'Push…');
    },
  },
  'image-push-known': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await fromMenu(page, 'Push…');
      await page.getByText('ghcr.io').click();
    },
  },
  'image-pushing': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await fromMenu(page, 'Push…');
      await page.getByRole('dialog').getByRole('button', { name: 'Push', exact: true }).click();
      await page.getByText('it goes on, see Operations').waitFor();
      await page.getByRole('button', { name: 'Close' }).last().click();
    },
  },
  'image-through': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await page.getByRole('radio', { name: /COPY docker-entrypoint/ }).click();
      await page.getByText('The stack up to here').click();
      await page.getByRole('treeitem', { name: 'etc' }).click();
      await page.getByRole('treeitem', { name: 'nginx', exact: false }).first().click();
    },
  },
  'image-file': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await page.getByRole('radio', { name: /groupadd/ }).click();
      await page
        .getByRole('button', { name: /pkgcache/ })
        .first()
        .click();
      await page.getByRole('treeitem', { name: 'etc' }).click();
      await page.getByRole('treeitem', { name: /passwd/ }).click();
      await page.getByRole('region', { name: 'Content' }).waitFor();
    },
  },
  'image-search': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await page.getByRole('radio', { name: /groupadd/ }).click();
      await page.getByLabel('Find a path, or **/*.so').fill('conf');
      await page.getByRole('region', { name: 'Files found' }).waitFor();
    },
  },
  'compare-choose': {
    act: async (page) => {
      await goTo('/images', 'nginx:1.27')(page);
      await page.getByRole('button', { name: 'Compare…' }).click();
      await page.getByRole('dialog').getByText('redis').first().waitFor();
    },
  },
  compare: { act: compare },
  'compare-file': {
    act: async (page) => {
      await compare(page);
      await page.getByRole('treeitem', { name: 'etc' }).click();
      await page.getByRole('treeitem', { name: 'nginx' }).click();
      await page.getByRole('treeitem', { name: /nginx.conf/ }).click();
      await page.getByRole('region', { name: 'Lines that differ' }).waitFor();
    },
  },
  assembly: { path: '/images/assembly' },
  'assembly-chosen': {
    act: async (page) => {
      await page.goto(`${base}/images/assembly`);
      for (const name of [/redis/, /nginx:1.27/]) {
        await page.getByRole('button', { name: 'Add sheets' }).click();
        await page.getByRole('dialog').getByRole('button', { name }).click();
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /on top/ })
          .click();
        await page.getByRole('list', { name: /Chosen sheets/ }).waitFor();
      }
      await page.getByRole('button', { name: /^Move down: COPY 30-tune/ }).click();
      await page.getByRole('treeitem').first().waitFor();
    },
  },
  files: { path: '/files' },
  'files-found': { path: '/files?q=nginx' },
  registries: { path: '/registries' },
  'registries-empty': {
    act: async (page) => {
      await page.route('**/api/v1/registries?*', (route) =>
        route.fulfill({ json: { items: [], next: null, total: 0 } }),
      );
      await page.goto(`${base}/registries`);
      await page.waitForTimeout(500);
    },
  },
  'registries-add': {
    path: '/registries?add=true',
    act: async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Host', { exact: true }).fill('ghcr.io');
      await dialog.getByLabel('Log in there').check();
      await dialog.getByLabel('User', { exact: true }).fill('anna');
      await dialog.getByLabel('Plain HTTP').check();
      await dialog.getByRole('textbox', { name: 'Secret' }).fill('s3cret');
      await dialog.getByRole('button', { name: 'Add registry' }).click();
      await page.getByText('there is one with this host already').waitFor();
    },
    loud: true,
  },
  'registries-check': {
    path: '/registries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for ghcr.io' }).click();
      await page.getByRole('menuitem', { name: 'Check' }).click();
      await page.getByText('Not reached').first().waitFor();
    },
  },
  'registries-change': {
    path: '/registries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for harbor.example.com:8443' }).click();
      await page.getByRole('menuitem', { name: 'Change…' }).click();
      await page.getByRole('button', { name: 'Replace…' }).waitFor();
    },
  },
  'registries-remove': {
    path: '/registries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for harbor.example.com:8443' }).click();
      await page.getByRole('menuitem', { name: 'Remove…' }).click();
    },
  },
  repositories: { path: '/repositories' },
  'repositories-empty': {
    act: async (page) => {
      await page.route('**/api/v1/repositories?*', (route) =>
        route.fulfill({ json: { items: [], next: null, total: 0 } }),
      );
      await page.goto(`${base}/repositories`);
      await page.waitForTimeout(500);
    },
  },
  repository: { act: goTo('/repositories', 'team/shop') },
  'repository-gone': {
    act: async (page) => {
      await goTo('/repositories', 'team/shop')(page);
      await page.goto(page.url().replace(/[^/]+$/, 'none'));
      await page.getByText('This repository is gone').waitFor();
    },
    loud: true,
  },
  'repository-delete': {
    act: async (page) => {
      await goTo('/repositories', 'team/shop')(page);
      await page.getByRole('button', { name: 'Delete 2.4.0' }).click();
      await page.getByText('Used by').waitFor();
    },
  },
  containers: { path: '/containers' },
  'containers-bulk': {
    path: '/containers',
    act: async (page) => {
      await page.getByLabel('Select all').check();
      await page.getByLabel('Select all').uncheck();
      await page.getByLabel('Select web-1').check();
      await page.getByLabel('Select search-2').check();
    },
  },
  'containers-none': { path: '/containers?q=zzz' },
  create: {
    path: '/containers/new?image=nginx:1.27',
    act: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('web-3');
      await page.getByLabel('Command').fill('nginx -g "daemon off;"');
      await page.getByRole('button', { name: 'Add port' }).click();
      await page.getByLabel('Port 1 host port').fill('8082');
      await page.getByLabel('Port 1 container port').fill('80');
      await page.getByRole('button', { name: 'Add variable' }).click();
      await page.getByLabel('Variable 1 name').fill('GREETING');
      await page.getByLabel('Variable 1 value').fill("it's me");
    },
  },
  container: { act: goTo('/containers', 'web-1') },
  'container-search': {
    act: async (page) => {
      await goTo('/containers', 'web-1')(page);
      await page.getByLabel('Search log').fill('lamp');
      await page.getByLabel('Timestamps').check();
      await page.getByRole('button', { name: 'Previous match' }).click();
    },
  },
  'container-search-whole': {
    act: async (page) => {
      await goTo('/containers', 'web-1')(page);
      await page.getByLabel('Search log').fill('orders/8812');
      await page.getByRole('button', { name: 'Search the whole log' }).click();
      await page.getByText(/of the whole log hold/).waitFor();
    },
  },
  'container-files': {
    act: async (page) => {
      await goTo('/containers', 'web-1')(page);
      await page.getByRole('tab', { name: 'Files' }).click();
      await page.getByRole('treeitem', { name: 'etc' }).click();
    },
  },
  'container-details': {
    act: async (page) => {
      await goTo('/containers', 'web-1')(page);
      await page.getByRole('tab', { name: 'Details' }).click();
    },
  },
  'container-inspect': {
    act: async (page) => {
      await goTo('/containers', 'web-1')(page);
      await page.getByRole('tab', { name: 'Inspect' }).click();
    },
  },
  'container-failed': { act: goTo('/containers', 'search-2') },
  'container-oom': { act: goTo('/containers', 'checkout-canary') },
  'container-remove': {
    act: async (page) => {
      await goTo('/containers', 'web-1')(page);
      await page.getByRole('button', { name: 'Remove…' }).click();
      await page.getByLabel('It is running').check();
    },
  },
  operations: { path: '/', act: open(/^Operations/) },
  palette: {
    path: '/',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('web');
    },
  },
  account: { path: '/', act: open(/^Account/) },
  tokens: { path: '/tokens' },
  'tokens-new': {
    path: '/tokens',
    act: async (page) => {
      await open('Create token')(page);
      await page.getByRole('dialog').getByLabel('Name').fill('ci');
      await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click();
      await page.getByText('Copy it now').waitFor();
    },
  },
  users: { path: '/users' },
  'users-new': { path: '/users', act: open('Create user') },
  audit: {
    path: '/audit',
    act: async (page) => {
      await page.getByRole('button', { name: /^Changes of user.update/ }).click();
    },
  },
  stale: {
    path: '/containers',
    act: async (page) => {
      await fetch(`${base}/mock/deaf?on=true`);
      await page.getByText('Connection lost').waitFor();
      await fetch(`${base}/mock/deaf`);
    },
    loud: true,
  },
  missing: { path: '/containers/none', loud: true },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
});
let faults = 0;
const fault = (where, what) => {
  faults++;
  console.log(`${where}: ${what}`);
};

async function logIn(context) {
  const page = await context.newPage();
  await page.goto(`${base}/login`);
  await page.getByLabel('User').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('gantry');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.close();
}

try {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ])
    for (const scheme of ['light', 'dark']) {
      const options = { viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce' };
      const known = await browser.newContext(options);
      await logIn(known);
      for (const [name, { path, act, guest, loud }] of Object.entries(PAGES)) {
        if (only.length > 0 && !only.includes(name)) continue;
        const context = guest ? await browser.newContext(options) : known;
        const page = await context.newPage();
        const where = `${name}-${width}-${scheme}`;
        page.on('console', (message) => {
          if (
            ['error', 'warning'].includes(message.type()) &&
            !loud &&
            !(guest && /401/.test(message.text()))
          )
            fault(where, message.text());
        });
        page.on('pageerror', (error) => fault(where, error.message));
        try {
          if (path) await page.goto(base + path);
          await page.waitForTimeout(500);
          await act?.(page);
          await page.waitForTimeout(500);
          const { sideways, styles } = await page.evaluate(() => ({
            sideways: document.documentElement.scrollWidth - window.innerWidth,
            styles: document.querySelectorAll('style').length,
          }));
          if (sideways > 0) fault(where, `scrolls sideways by ${sideways} px`);
          if (styles > 0) fault(where, `${styles} <style> elements`);
          await page.screenshot({ path: `${folder}/${where}.png` });
          const { violations } = await new AxeBuilder({ page }).analyze();
          for (const { id, nodes } of violations)
            fault(
              where,
              `axe ${id}: ${nodes
                .slice(0, 3)
                .map((n) => `${n.html.slice(0, 140)} | ${n.any[0]?.message ?? n.failureSummary}`)
                .join('\n    ')}`,
            );
        } catch (error) {
          fault(where, error.message.split('\n').slice(0, 4).join(' '));
          await page.screenshot({ path: `${folder}/${where}.png` });
        }
        await page.close();
      }
      await known.close();
    }
} finally {
  await browser.close();
  mock.kill();
}
console.log(`${faults} faults; pictures in ${folder}`);
process.exit(faults === 0 ? 0 : 1);
