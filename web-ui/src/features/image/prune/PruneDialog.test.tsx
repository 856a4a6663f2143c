import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { PruneDialog } from './PruneDialog';

interface Asked {
  rules: { unnamedOnly: boolean; spared: string[] };
  hosts?: { hostId: string; images: { digest: string; references: string[] }[] }[];
}

const runs: Asked[] = [];
const entry = (digest: string, goes: boolean, why: string) => ({
  digest,
  references: [`docker.io/team/${digest}:1`],
  goes,
  reason: goes ? 'UNUSED' : 'IN_USE',
  why,
  arrivedAt: '2026-01-01T00:00:00Z',
  sizeBytes: 4096,
  uniqueBytes: 1024,
});
const server = setupServer(
  http.get('*/api/v1/session', () => HttpResponse.json({})),
  http.get('*/api/v1/hosts', () => HttpResponse.json({ items: [], next: null, total: 0 })),
  http.post('*/api/v1/images/prune/preview', async ({ request }) => {
    const { rules } = (await request.json()) as Asked;
    const goes = (digest: string) => !rules.unnamedOnly && !rules.spared.includes(digest);
    return HttpResponse.json({
      hosts: [
        {
          hostId: 'h1',
          hostName: 'berlin-1',
          freedBytes: 2048,
          problem: null,
          images: [
            entry('old', goes('old'), goes('old') ? 'no container needs it' : 'called team/old:1'),
            entry('older', goes('older'), goes('older') ? 'no container needs it' : 'called team/older:1'),
            entry('used', false, 'used by container web'),
          ],
        },
      ],
      freedBytes: 2048,
    });
  }),
  http.post('*/api/v1/images/prune', async ({ request }) => {
    runs.push((await request.json()) as Asked);
    return HttpResponse.json({ id: 'op' }, { status: 202 });
  }),
  http.get('*/api/v1/images/prune/op', () =>
    HttpResponse.json({
      operationId: 'op',
      state: 'FAILED',
      freedBytes: 2048,
      hosts: [
        {
          hostId: 'h1',
          hostName: 'berlin-1',
          freedBytes: 2048,
          removed: [{ digest: 'old', references: [] }],
          skipped: [{ digest: 'older', references: [], why: 'used by container late' }],
          problem: null,
        },
        {
          hostId: 'h2',
          hostName: 'berlin-2',
          freedBytes: 0,
          removed: [],
          skipped: [],
          problem: { code: 'TIMEOUT', tried: 'Prune', why: 'it did not answer', action: 'Try again' },
        },
      ],
    }),
  ),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => (runs.length = 0));
afterAll(() => server.close());

async function open() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MantineProvider env="test">
        <PruneDialog opened onClose={() => undefined} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  expect(await screen.findByText('By these rules nothing goes.')).toBeVisible();
  await userEvent.click(screen.getByText('All unused'));
}

it('runs exactly what was shown, without what was unticked', async () => {
  await open();
  await userEvent.click(await screen.findByRole('checkbox', { name: /older/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove 1 image, get 2 KiB back' }));
  await expect.poll(() => runs).toHaveLength(1);
  expect(runs[0]?.hosts).toEqual([
    { hostId: 'h1', images: [{ digest: 'old', references: ['docker.io/team/old:1'] }] },
  ]);
  expect(runs[0]?.rules).toMatchObject({ unnamedOnly: false, spared: ['older'] });
});

it('tells host by host what came of it', async () => {
  await open();
  await userEvent.click(await screen.findByRole('button', { name: 'Remove 2 images, get 2 KiB back' }));
  expect(await screen.findByText('used by container late')).toBeVisible();
  expect(screen.getByText('it did not answer. Try again')).toBeVisible();
  expect(screen.getByText('1 image, 2 KiB back')).toBeVisible();
});

it('says why images stay', async () => {
  await open();
  await userEvent.click(await screen.findByRole('button', { name: '1 image stays' }));
  expect(screen.getByText('used by container web')).toBeVisible();
});
