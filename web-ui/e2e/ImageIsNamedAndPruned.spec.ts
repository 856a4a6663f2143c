import { complaints, isAccessible, without } from './browser';
import { until } from './commands';
import { expect, test } from './fixtures';
import { importAs } from './registries';
import { spare } from './shops';

interface DiskUse {
  hosts: { disk?: { totalBytes: number; reclaimableBytes: number; images: { digest: string }[] } }[];
}

test('an image gets a second name and loses it, stays while a container uses it, and goes by a prune that told so before', async ({
  installation,
  session,
  runBusybox,
}) => {
  const digest = await importAs(installation, 'spare:e2e', spare());
  const page = await session.newPage();
  const heard = complaints(page);
  const diskUse = () =>
    until('the host tells of its disk', async () => {
      const { hosts } = await installation.ask<DiskUse>('GET', '/api/v1/images/disk');
      return hosts[0]?.disk;
    });

  await test.step('a second name leads to it, and then no more', async () => {
    await page.goto(`${installation.url}/images/${digest}`);
    await page.getByRole('button', { name: 'Give it a name' }).click();
    await page.getByLabel('New name').fill('spare:also');
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    const away = page.getByRole('button', { name: 'Take the name spare:also away' });
    await expect(away).toBeVisible();
    const other = await session.newPage();
    await other.goto(`${installation.url}/images?q=spare`);
    await expect(other.getByText('spare:also')).toBeVisible();
    await away.click();
    const question = page.getByRole('dialog', { name: 'Take the name spare:also away?' });
    await expect(question).not.toContainText('It is the last name');
    await question.getByRole('button', { name: 'Take it away' }).click();
    await expect(question).toBeHidden();
    await expect(away).toBeHidden();
    await expect(other.getByText('spare:also')).toBeHidden();
    await expect(other.getByRole('link', { name: 'spare:e2e' })).toBeVisible();
    await other.close();
  });

  const user = await runBusybox('spare-user', ['sleep', '1000'], { image: 'spare:e2e' });
  const remove = page.getByRole('dialog', { name: 'Remove spare:e2e?' });
  await test.step('while a container uses it, it is not removed, and the page says which', async () => {
    await expect(page.getByRole('heading', { name: 'Used by (1)' })).toBeVisible();
    await page.getByRole('button', { name: 'Actions for spare:e2e' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    expect(heard).toEqual([]);
    await remove.getByRole('button', { name: 'Remove spare:e2e' }).click();
    await expect(remove.getByRole('alert')).toContainText('used by container spare-user on');
    await remove.getByRole('button', { name: 'Keep it' }).click();
    await expect(remove).toBeHidden();
    expect(without(heard.splice(0), 409)).toEqual([]);
    await expect(page.getByRole('heading', { level: 1, name: 'spare:e2e' })).toBeVisible();
  });

  let back = '';
  await test.step('the disk page says what would come back without it', async () => {
    await page.goto(`${installation.url}/images/disk`);
    const bar = page.getByRole('listitem').filter({ hasText: 'spare:e2e' });
    await expect(bar).toContainText('used by spare-user');
    await installation.removeContainer(user.id);
    await expect(bar).toContainText(/back if removed/);
    back = /([\d.]+ \w+) back if removed/.exec(await bar.innerText())?.[1] ?? '';
  });

  const before = await diskUse();
  const clean = page.getByRole('dialog', { name: 'Clean up images' });
  await test.step('a prune shows what goes before it goes', async () => {
    await page.getByRole('button', { name: 'Clean up…' }).click();
    await clean.getByText('All unused').click();
    await clean.getByLabel('Only names like').fill('spare:*');
    await expect(clean.getByText('1 image would go')).toBeVisible();
    await expect(clean.getByRole('checkbox', { name: 'spare:e2e' })).toBeChecked();
    await isAccessible(page);
    await clean.getByRole('button', { name: `Remove 1 image, get ${back} back` }).click();
    await expect(clean.getByText(`1 image removed, ${back} of disk came back.`)).toBeVisible();
    await clean.getByRole('button', { name: 'Done' }).click();
    await expect(clean).toBeHidden();
  });

  await test.step('it is gone, and as many bytes are back', async () => {
    await expect(page.getByRole('link', { name: 'spare:e2e' })).toHaveCount(0);
    const after = await diskUse();
    expect(after.images.map((image) => image.digest)).not.toContain(digest);
    expect(before.totalBytes - after.totalBytes).toBeGreaterThan(200_000 * 'to spare\n'.length);
    expect(before.totalBytes - after.totalBytes).toBe(before.reclaimableBytes - after.reclaimableBytes);
    await page.goto(`${installation.url}/images?q=spare`);
    await expect(page.getByText('No image matches')).toBeVisible();
  });
  expect(heard).toEqual([]);
  await page.close();
});
