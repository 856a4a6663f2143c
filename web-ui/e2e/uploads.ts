import { expect, type Page as BrowserPage } from '@playwright/test';
import type { Installation, Operation } from './installation';

/** Lets this page send so many bytes a second, so that an upload lasts long enough to be watched; answers how to end it. */
export async function throttle(page: BrowserPage, bytesPerSecond: number): Promise<() => Promise<void>> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  const pace = async (uploadThroughput: number) => {
    const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
    await tools.send('Network.emulateNetworkConditions', conditions);
  };
  await pace(bytesPerSecond);
  return () => pace(-1);
}

/** Chooses the archive in the import dialog and sends it; the dialog shows how far it is. */
export async function beginUpload(
  page: BrowserPage,
  installation: Installation,
  archive: string,
  reference: string,
) {
  await page.goto(`${installation.url}/images?add=true`);
  const dialog = page.getByRole('dialog', { name: 'Import image' });
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByLabel('Archive').click();
  await (await chooser).setFiles(archive);
  await dialog.getByLabel('Name').fill(reference);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText('Uploading. Keep this page open until it is done.')).toBeVisible();
  return dialog;
}

/** The operation in the drawer that a page opens by its button. */
export async function inDrawer(page: BrowserPage, name: string) {
  await page.getByRole('button', { name: /^Operations/ }).click();
  return page.getByRole('dialog', { name: 'Operations' }).getByRole('article', { name }).first();
}

export async function importOf(
  installation: Installation,
  reference: string,
): Promise<Operation | undefined> {
  const { items } = await installation.ask<{ items: Operation[] }>('GET', '/api/v1/operations?limit=50');
  return items.find(({ kind, subjectName }) => kind === 'image.import' && subjectName?.endsWith(reference));
}
