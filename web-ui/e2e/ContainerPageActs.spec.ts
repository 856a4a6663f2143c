import { readFile } from 'node:fs/promises';
import { life } from './alive';
import { complaints } from './browser';
import { expect, test } from './fixtures';

test('a container is restarted and killed from its page, and the page tells each as it happens', async ({
  installation,
  session,
  runBusybox,
}) => {
  const command = ['sh', '-c', 'trap "exit 0" TERM; echo begun; sleep 1000 & wait'];
  const first = await runBusybox('acts', command);
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/containers/${first.id}`);
  const log = page.getByRole('log', { name: 'Log lines' });
  await expect(log.getByText('begun')).toHaveCount(1);

  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(page.getByText('acts restarted')).toBeVisible();
  await expect(log.getByText('begun')).toHaveCount(2);
  const second = await installation.phase(first.id, 'RUNNING');
  expect(second.status?.run).toBe((first.status?.run ?? 0) + 1);
  expect(await life(first.status?.pid ?? 0)).toBeNull();

  await page.getByRole('button', { name: 'Kill…' }).click();
  const question = page.getByRole('dialog', { name: 'Kill acts?' });
  await question.getByRole('button', { name: 'Kill acts' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByText('Exited (137)', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('It was stopped; SIGKILL ended it (exit code 137).')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible();
  expect(await life(second.status?.pid ?? 0)).toBeNull();
  expect(heard).toEqual([]);
  await page.close();
});

// 300 lines, three of which hold what is searched for, and one that is wider than any screen.
const TALK = `i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo "line $i"; done
for i in 1 2 3; do echo "Needle $i in the hay"; done
head -c 4000 /dev/zero | tr '\\0' x; echo
exec sleep 1000`;

test('a log is searched, wrapped and downloaded', async ({ installation, session, runBusybox }) => {
  const container = await runBusybox('talks', ['sh', '-c', TALK]);
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/containers/${container.id}`);
  const viewer = page.getByRole('region', { name: 'Log of talks' });
  const log = viewer.getByRole('log', { name: 'Log lines' });
  await expect(viewer.getByText('304 lines')).toBeVisible();

  await test.step('search', async () => {
    const search = viewer.getByRole('searchbox', { name: 'Search log' });
    await search.fill('nothing like it');
    await expect(viewer.getByText('none', { exact: true })).toBeVisible();
    await search.fill('needle');
    await expect(viewer.getByText('3 lines', { exact: true })).toBeVisible();
    await search.press('Enter');
    await expect(viewer.getByText('1 of 3')).toBeVisible();
    await viewer.getByRole('button', { name: 'Next match' }).click();
    await expect(viewer.getByText('2 of 3')).toBeVisible();
    await expect(log.locator('[data-lit]')).toHaveText('Needle 2 in the hay');
    await expect(log.locator('mark').first()).toHaveText('Needle');
    await search.press('Escape');
    await expect(log.locator('mark')).toHaveCount(0);
  });

  await test.step('wrap', async () => {
    const sideways = () => log.evaluate((box) => box.scrollWidth - box.clientWidth);
    await viewer.getByLabel('Follow').check();
    await expect(viewer.getByLabel('Wrap')).toBeChecked();
    await expect.poll(sideways).toBe(0);
    await viewer.getByLabel('Wrap').uncheck();
    await expect.poll(sideways).toBeGreaterThan(1_000);
  });

  await test.step('download', async () => {
    const coming = page.waitForEvent('download');
    await viewer.getByRole('button', { name: 'Download' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('talks.log');
    const text = await readFile(await download.path(), 'utf8');
    expect(text.split('\n').filter(Boolean)).toEqual(await installation.logs(container.id));
    expect(text).toContain('line 1\n');
  });
  expect(heard).toEqual([]);
  await page.close();
});
