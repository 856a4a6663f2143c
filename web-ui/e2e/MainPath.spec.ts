import { complaints, logIn } from './browser';
import { freePort, until } from './commands';
import { expect, test } from './fixtures';
import { busybox, nginx } from './images';

interface Program {
  name: string;
  archive: () => Promise<string>;
  reference: string;
  command?: string;
  page: RegExp;
}

const programs: Program[] = [
  { name: 'nginx', archive: nginx, reference: 'nginx:e2e', page: /Hello from nginx/ },
  {
    name: 'busybox',
    archive: busybox,
    reference: 'busybox-web:e2e',
    command: 'httpd -f -v -p 80 -h /etc',
    page: /root:x:0:0/,
  },
];

for (const program of programs) {
  test(`${program.name}: log in, upload an image, create a container, see its page and its log, stop it, remove it`, async ({
    page,
    installation,
  }) => {
    const heard = complaints(page);
    const port = await freePort();
    await logIn(page, installation);
    // Asking who is logged in is answered with 401 before the login, which the browser itself notes as an error.
    const unknown = 'console: Failed to load resource: the server responded with a status of 401 ()';
    expect(heard.splice(0)).toEqual([`${unknown} (${installation.url}/api/v1/session)`]);

    await test.step('upload the archive', async () => {
      await page
        .getByRole('navigation', { name: 'Main', exact: true })
        .getByRole('link', { name: 'Images' })
        .click();
      await page.getByRole('button', { name: 'Import image' }).first().click();
      const dialog = page.getByRole('dialog');
      const chooser = page.waitForEvent('filechooser');
      await dialog.getByLabel('Archive').click();
      await (await chooser).setFiles(await program.archive());
      await dialog.getByLabel('Name').fill(program.reference);
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await expect(page.getByRole('table').getByText(program.reference)).toBeVisible({ timeout: 60_000 });
    });

    await test.step('create a container with a published port', async () => {
      await page.goto(`${installation.url}/containers/new?image=${encodeURIComponent(program.reference)}`);
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`e2e-${program.name}`);
      if (program.command) await page.getByLabel('Command').fill(program.command);
      await page.getByRole('button', { name: 'Add port' }).click();
      await page.getByLabel('Port 1 host port').fill(`${port}`);
      await page.getByLabel('Port 1 container port').fill('80');
      await page.getByRole('button', { name: 'Create and start' }).click();
      await expect(page.getByRole('heading', { level: 1, name: `e2e-${program.name}` })).toBeVisible();
      await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
    });

    await test.step('its page answers, and its log shows the request', async () => {
      const path = program.name === 'nginx' ? '/' : '/passwd';
      const answer = await until('the page answers', async () => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`);
        return response.ok ? response.text() : undefined;
      });
      expect(answer).toMatch(program.page);
      await page.getByRole('tab', { name: 'Logs' }).click();
      await expect(
        page.getByText(program.name === 'nginx' ? /"GET \/ HTTP/ : /response:200/).first(),
      ).toBeVisible();
    });

    await test.step('stop it', async () => {
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await expect(page.getByText(/^Exited/).first()).toBeVisible();
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    });

    await test.step('remove it', async () => {
      await page.getByRole('button', { name: 'Remove…' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: `Remove e2e-${program.name}` })
        .click();
      await expect(page).toHaveURL(/\/containers(\?|$)/);
      await expect(page.getByText(`e2e-${program.name}`, { exact: true })).toHaveCount(0);
      const left = await installation.ask<{ items: { name: string }[] }>('GET', '/api/v1/containers');
      expect(left.items.map(({ name }) => name)).not.toContain(`e2e-${program.name}`);
    });
    expect(heard).toEqual([]);
  });
}
