import { stat } from 'node:fs/promises';
import { engineFiles, life, unharmed } from './alive';
import { until } from './commands';
import { expect, test } from './fixtures';
import { busybox } from './images';
import { beginUpload, importOf, inDrawer, throttle } from './uploads';

/** Bytes a second at which the archive takes so many seconds. */
const paceFor = async (seconds: number) => Math.ceil((await stat(await busybox())).size / seconds);

test('an upload shows how far it is, and a reload of another page finds it again', async ({
  installation,
  session,
}) => {
  const sender = await session.newPage();
  const hurry = await throttle(sender, await paceFor(60));
  const dialog = await beginUpload(sender, installation, await busybox(), 'watched:e2e');
  const bar = dialog.getByRole('progressbar', { name: 'Upload' });
  const percent = async () => Number(await bar.getAttribute('aria-valuenow'));
  await expect.poll(percent).toBeGreaterThan(2);
  const early = await percent();
  expect(early).toBeLessThan(100);
  await expect(dialog.getByText(/\d [KM]iB of \d/)).toBeVisible();
  await expect(dialog.getByText(/\/s, .* left/)).toBeVisible();

  const watcher = await session.newPage();
  await watcher.goto(installation.url);
  await expect((await inDrawer(watcher, 'Import image watched:e2e')).getByText('Running')).toBeVisible();
  await watcher.reload();
  const operation = await inDrawer(watcher, 'Import image watched:e2e');
  await expect(operation.getByRole('progressbar')).toBeVisible();
  await expect(operation.getByText(/\d [KM]iB of \d/)).toBeVisible();
  expect(await percent()).toBeGreaterThan(early);

  await hurry();
  await expect(dialog).toBeHidden();
  await expect(sender.getByRole('table', { name: 'Images' }).getByText('watched:e2e')).toBeVisible();
  await expect(operation.getByText('Done')).toBeVisible();
  await sender.close();
  await watcher.close();
});

test('an upload that is stopped, or whose page is reloaded, fails with a reason and leaves nothing', async ({
  installation,
  session,
}) => {
  const check = await unharmed(installation);
  const page = await session.newPage();
  await throttle(page, await paceFor(30));
  for (const end of ['stop', 'reload'] as const) {
    const reference = `${end}ped:e2e`;
    const dialog = await beginUpload(page, installation, await busybox(), reference);
    await until(
      'its operation runs',
      async () => (await importOf(installation, reference))?.state === 'RUNNING',
    );
    if (end === 'stop') {
      await dialog.getByRole('button', { name: 'Stop upload' }).click();
      await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    } else await page.reload();
    const failed = await until('its operation has failed', async () => {
      const seen = await importOf(installation, reference);
      return seen?.state === 'FAILED' && seen;
    });
    expect(failed.problem).toMatchObject({ code: 'ARCHIVE_TRUNCATED' });
    await page.goto(installation.url);
    const shown = await inDrawer(page, `Import image ${reference}`);
    await expect(shown.getByText(/the upload broke off after \d+ bytes/)).toBeVisible();
    await expect(shown.getByText('Send the archive again; nothing of it was kept.')).toBeVisible();
  }
  await page.close();
  await check();
});

test('an upload that the end of the server cut off is a failed operation after its return, and leaves nothing', async ({
  installation,
  session,
}) => {
  const files = await engineFiles(installation);
  const page = await session.newPage();
  await throttle(page, await paceFor(60));
  const dialog = await beginUpload(page, installation, await busybox(), 'cut:e2e');
  const begun = await until('its operation runs', async () => {
    const seen = await importOf(installation, 'cut:e2e');
    return seen?.state === 'RUNNING' && seen;
  });

  const server = (await installation.processes()).server.pid ?? 0;
  process.kill(server, 'SIGKILL');
  await until('the killed server is gone', async () => (await life(server)) === null);
  await expect(dialog.getByText('The server does not answer')).toBeVisible();

  await installation.up();
  await installation.host();
  const failed = await importOf(installation, 'cut:e2e');
  expect(failed).toMatchObject({ id: begun.id, state: 'FAILED', problem: { code: 'OPERATION_INTERRUPTED' } });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const shown = await inDrawer(page, 'Import image cut:e2e');
  await expect(shown.getByText('Failed', { exact: true })).toBeVisible();
  await expect(shown.getByText(/the server ended while it was under way/)).toBeVisible();
  await expect(shown.getByText('Look whether it was done, and ask again if it was not.')).toBeVisible();
  await expect.poll(() => engineFiles(installation), { message: 'nothing half-written stays' }).toBe(files);
  await page.close();
});
