import { logIn } from './browser';
import { busybox } from './images';
import { Installation } from './installation';
import { until } from './commands';
import { expect, test } from './fixtures';

test('two installations run beside each other and know nothing of each other', async ({
  installation,
  runBusybox,
  session,
}) => {
  test.setTimeout(300_000);
  const serve = (text: string) => ['sh', '-c', `echo ${text} >/tmp/index.html; exec httpd -f -p 80 -h /tmp`];
  const first = await runBusybox('same-name', serve('first'));
  const other = await Installation.start();
  try {
    expect((await other.importImage(await busybox(), 'busybox:e2e')).status).toBeLessThan(300);
    const made = await other.create('same-name', { image: 'busybox:e2e', command: serve('second') });
    const second = await other.phase(made.id, 'RUNNING');

    const firstAddress = first.status?.address ?? '';
    const secondAddress = second.status?.address ?? '';
    expect(firstAddress).not.toBe(secondAddress);
    const ask = async (address: string) => (await fetch(`http://${address}/`)).text();
    expect(await until('the first page answers', () => ask(firstAddress))).toContain('first');
    expect(await until('the second page answers', () => ask(secondAddress))).toContain('second');

    // Cookies ignore ports: a login here is none there, and ends none there.
    const page = await session.newPage();
    await logIn(page, other);
    await page.goto(`${installation.url}/containers`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Containers');
    await page.close();

    const names = async (of: Installation) =>
      (await of.ask<{ items: { id: string }[] }>('GET', '/api/v1/containers')).items.map(({ id }) => id);
    expect(await names(installation)).toEqual([first.id]);
    expect(await names(other)).toEqual([second.id]);
  } finally {
    await other.remove();
  }
  // The end of one leaves the other's network and processes alone.
  expect((await installation.processes()).agent.host).toBe('CONNECTED');
  expect(await (await fetch(`http://${first.status?.address}/`)).text()).toContain('first');
});
