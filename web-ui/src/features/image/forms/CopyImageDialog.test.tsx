import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ImageDetail } from '@/shared/api/model';
import { CopyImageDialog } from './CopyImageDialog';

const asked: unknown[] = [];
const host = (id: string, state: string, architecture = 'amd64') => ({
  id,
  name: id,
  state,
  facts: { os: { family: 'linux' }, architecture },
});
let hosts: unknown[] = [];
const server = setupServer(
  http.get('*/api/v1/session', () => HttpResponse.json({})),
  http.get('*/api/v1/hosts', () => HttpResponse.json({ items: hosts, next: null, total: hosts.length })),
  http.post('*/api/v1/images/:digest/copy', async ({ request }) => {
    asked.push(await request.json());
    return HttpResponse.json({});
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => (asked.length = 0));
afterAll(() => server.close());

const image = {
  digest: 'sha256:mine',
  references: ['docker.io/team/app:1'],
  os: 'linux',
  architecture: 'amd64',
  hosts: [{ id: 'a', name: 'a' }],
} as unknown as ImageDetail;

async function open(some: unknown[]) {
  hosts = some;
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = (opened: boolean) => (
    <QueryClientProvider client={queries}>
      <MantineProvider env="test">
        <CopyImageDialog image={image} name="app" opened={opened} onClose={() => undefined} />
      </MantineProvider>
    </QueryClientProvider>
  );
  render(page(true));
  await screen.findByRole('dialog');
}

it('copies to the host that can get it', async () => {
  await open([host('a', 'CONNECTED'), host('b', 'UNREACHABLE'), host('c', 'CONNECTED')]);
  await userEvent.click(await screen.findByRole('combobox', { name: 'To' }));
  await userEvent.click(await screen.findByRole('option', { name: 'c' }));
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await expect.poll(() => asked).toEqual([{ hostId: 'c' }]);
});

it('chooses the first host that can get it, although the hosts are read after it opened', async () => {
  await open([host('a', 'CONNECTED'), host('b', 'UNREACHABLE'), host('c', 'CONNECTED')]);
  expect(await screen.findByRole('combobox', { name: 'To' })).toHaveValue('c');
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await expect.poll(() => asked).toEqual([{ hostId: 'c' }]);
});

it('says of each host why it can not get the image', async () => {
  await open([host('a', 'CONNECTED'), host('b', 'UNREACHABLE'), host('c', 'CONNECTED', 'arm64')]);
  expect(await screen.findByText('a has it, b not connected, c is linux/arm64')).toBeVisible();
});
