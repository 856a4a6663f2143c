import { type Page as BrowserPage } from '@playwright/test';
import { complaints } from './browser';
import { until } from './commands';
import { expect, test } from './fixtures';
import type { Installation } from './installation';
import { bulky } from './shops';
import { beginUpload, throttle } from './uploads';

const CHUNK = 16 * 1024 ** 2;

interface ArchiveUpload {
  receivedBytes: number;
  sizeBytes: number;
}

/** Offsets at which this page sends its chunks, as they go. */
function offsets(page: BrowserPage): number[] {
  const sent: number[] = [];
  page.on('request', (request) => {
    const at = new URL(request.url()).searchParams.get('offset');
    if (request.method() === 'PUT' && at !== null) sent.push(Number(at));
  });
  return sent;
}

/** What this user began and did not end; asked as the browser does, for the script's token has none of its own. */
async function unfinished(page: BrowserPage, installation: Installation): Promise<ArchiveUpload[]> {
  const answer = await page.request.get(`${installation.url}/api/v1/images/uploads`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as ArchiveUpload[];
}

async function removeImage(installation: Installation, name: string): Promise<void> {
  const { items } = await installation.ask<{ items: { digest: string }[] }>(
    'GET',
    `/api/v1/images?q=${name}`,
  );
  for (const { digest } of items) await installation.ask('DELETE', `/api/v1/images/${digest}?force=true`);
}

test('an upload whose connection breaks goes on by itself where it was', async ({
  installation,
  session,
}) => {
  const page = await session.newPage();
  const heard = complaints(page);
  const sent = offsets(page);
  let broken = 0;
  await page.route(
    (url) => url.searchParams.get('offset') === `${CHUNK}`,
    (route) => (broken++ === 0 ? route.abort('connectionreset') : route.continue()),
  );
  const dialog = await beginUpload(page, installation, await bulky(), 'broken:e2e');
  await expect(dialog.getByText('The server does not answer; trying again by itself (1).')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'Images' }).getByText('broken:e2e')).toBeVisible();
  expect(sent).toEqual([0, CHUNK, CHUNK, 2 * CHUNK]);
  expect(heard.filter((line) => !line.includes('net::ERR_CONNECTION_RESET'))).toEqual([]);
  expect(await unfinished(page, installation)).toEqual([]);
  await page.close();
  await removeImage(installation, 'broken');
});

test('an upload whose page is closed goes on when the same file is chosen again', async ({
  installation,
  session,
}) => {
  const archive = await bulky();
  const first = await session.newPage();
  await throttle(first, 4 * 1024 ** 2);
  await beginUpload(first, installation, archive, 'resumed:e2e');
  await until(
    'a chunk is there',
    async () => ((await unfinished(first, installation))[0]?.receivedBytes ?? 0) >= CHUNK,
  );
  await first.close();

  const page = await session.newPage();
  const heard = complaints(page);
  const sent = offsets(page);
  await page.goto(`${installation.url}/images?add=true`);
  const shown = page.getByRole('region', { name: 'Unfinished uploads' });
  await expect(shown).toContainText('bulky.tar');
  await expect(shown).toContainText(/\d MiB of 40 MiB/);
  const dialog = await beginUpload(page, installation, archive, 'resumed:e2e');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'Images' }).getByText('resumed:e2e')).toBeVisible();
  expect(sent[0], 'what was there is not sent again').toBeGreaterThanOrEqual(CHUNK);
  expect(heard).toEqual([]);
  expect(await unfinished(page, installation)).toEqual([]);
  await page.close();
  await removeImage(installation, 'resumed');
});
