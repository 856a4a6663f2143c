import { complaints } from './browser';
import { expect, test } from './fixtures';
import type { Container } from './installation';

// Ends at once when it is asked to.
const POLITE = ['sh', '-c', 'trap "exit 0" TERM; sleep 1000 & wait'];

test('several containers, found by a filter, are stopped, started and removed together', async ({
  installation,
  session,
  runBusybox,
}) => {
  const chosen: Container[] = [];
  for (const name of ['bulk-a', 'bulk-b', 'bulk-c']) chosen.push(await runBusybox(name, POLITE));
  const other = await runBusybox('bystander', POLITE);
  const page = await session.newPage();
  const heard = complaints(page);
  await page.goto(`${installation.url}/containers`);
  await page.getByRole('searchbox', { name: 'Filter by name or image' }).fill('bulk-');
  const rows = page.getByRole('table', { name: 'Containers' }).getByRole('row').filter({ hasText: 'bulk-' });
  await expect(page.getByText('3 containers match')).toBeVisible();

  const bar = page.getByRole('toolbar', { name: 'Selected containers' });
  const together = async (deed: 'Stop' | 'Start', state: string) => {
    await page.getByLabel('Select all').check();
    await expect(bar).toContainText('3 selected');
    await bar.getByRole('button', { name: deed }).click();
    const results = page.getByRole('dialog', { name: `${deed} containers` });
    await expect(results.getByText('Done', { exact: true })).toHaveCount(3);
    await results.getByRole('button', { name: 'Close', exact: true }).last().click();
    await expect(results).toBeHidden();
    await expect(rows.getByText(state)).toHaveCount(3);
  };
  await test.step('all can be selected on a phone, too', async () => {
    const usual = page.viewportSize() ?? { width: 1440, height: 900 };
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByLabel('Select all').check();
    await expect(bar).toContainText('3 selected');
    await bar.getByRole('button', { name: 'Clear' }).click();
    await page.setViewportSize(usual);
  });
  await test.step('stop', () => together('Stop', 'Exited (0)'));
  await test.step('start', () => together('Start', 'Running'));
  for (const { id, status } of chosen)
    expect((await installation.container(id)).run).toBe((status?.run ?? 0) + 1);

  await test.step('remove two of them', async () => {
    await page.getByLabel('Select bulk-a').check();
    await page.getByLabel('Select bulk-c').check();
    await bar.getByRole('button', { name: 'Remove…' }).click();
    const question = page.getByRole('dialog', { name: 'Remove 2 containers?' });
    await expect(question).toContainText('bulk-a on');
    await expect(question).not.toContainText('bulk-b');
    await question.getByRole('button', { name: 'Remove 2 containers' }).click();
    const results = page.getByRole('dialog', { name: 'Remove containers' });
    await expect(results.getByText('Done', { exact: true })).toHaveCount(2);
    await results.getByRole('button', { name: 'Close', exact: true }).last().click();
    await expect(rows).toHaveCount(1);
    await expect(bar).toBeHidden();
  });
  const left = await installation.ask<{ items: Container[] }>('GET', '/api/v1/containers');
  expect(left.items.map(({ name }) => name).sort()).toEqual(['bulk-b', 'bystander']);
  expect((await installation.container(other.id)).status?.pid).toBe(other.status?.pid);
  expect(heard).toEqual([]);
  await page.close();
});
