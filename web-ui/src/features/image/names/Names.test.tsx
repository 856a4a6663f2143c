import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ImageDetail } from '@/shared/api/model';
import { Names } from './Names';

const asked: string[] = [];
const server = setupServer(
  http.get('*/api/v1/session', () => HttpResponse.json({})),
  http.get('*/api/v1/images', () =>
    HttpResponse.json({
      items: [{ digest: 'sha256:other', references: ['docker.io/team/app:2'] }],
      next: null,
      total: 1,
    }),
  ),
  http.post('*/api/v1/images/:digest/references', async ({ request }) => {
    asked.push(`give ${((await request.json()) as { reference: string }).reference}`);
    return HttpResponse.json({});
  }),
  http.delete('*/api/v1/images/:digest/references', ({ request }) => {
    asked.push(`take ${new URL(request.url).searchParams.get('reference') ?? ''}`);
    return HttpResponse.json({});
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => (asked.length = 0));
afterAll(() => server.close());

const image = {
  digest: 'sha256:mine',
  references: ['docker.io/team/app:1'],
  hosts: [{ id: 'h', name: 'berlin-1' }],
} as ImageDetail;

function show(editable: boolean) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <Names image={image} editable={editable} />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

it('says which image loses a name before the name is given', async () => {
  show(true);
  await userEvent.click(screen.getByRole('button', { name: 'Give it a name' }));
  await userEvent.type(screen.getByLabelText('New name'), 'team/app:2');
  expect(await screen.findByText(/leads to image other now, and will lead here instead/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Give' }));
  expect(await screen.findByRole('button', { name: 'Give it a name' })).toBeVisible();
  expect(asked).toEqual(['give team/app:2']);
});

it('gives no name twice', async () => {
  show(true);
  await userEvent.click(screen.getByRole('button', { name: 'Give it a name' }));
  await userEvent.type(screen.getByLabelText('New name'), 'team/app:1{Enter}');
  expect(await screen.findByText('It has this name already')).toBeVisible();
  expect(asked).toEqual([]);
});

it('takes a name away after saying what stays', async () => {
  show(true);
  await userEvent.click(screen.getByRole('button', { name: 'Take the name team/app:1 away' }));
  expect(await screen.findByText(/It is the last name/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Take it away' }));
  await expect.poll(() => asked).toEqual(['take docker.io/team/app:1']);
});

it('offers nothing to whoever may only read', () => {
  show(false);
  expect(screen.getByText('team/app:1')).toBeVisible();
  expect(screen.queryByRole('button', { name: /name/ })).toBeNull();
});
