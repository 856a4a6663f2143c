import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import type { Registry } from '@/shared/api/model';
import { RegistryDialog } from './RegistryDialog';

const at = (path: string) => `http://localhost:3000/api/v1${path}`;
const server = setupServer();
const KEPT: Registry = {
  id: 'r',
  host: 'reg.example.com',
  plainHttp: false,
  authority: null,
  mirrorOf: null,
  tokenHosts: [],
  username: 'anna',
  createdAt: '2026-01-01T00:00:00Z',
  version: 3,
};

beforeAll(() => {
  document.cookie = 'XSRF-TOKEN=x';
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function open(registry: Registry | null) {
  const close = vi.fn();
  render(
    <MantineProvider withCssVariables={false} withGlobalClasses={false} env="test">
      <QueryClientProvider client={new QueryClient()}>
        <RegistryDialog registry={registry} opened onClose={close} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup({ delay: null }), close };
}

test('a refusal stands at its field, which gets the caret', async () => {
  server.use(
    http.post(at('/registries'), () =>
      HttpResponse.json({ code: 'NAME_TAKEN', fields: { host: 'is there already' } }, { status: 409 }),
    ),
  );
  const { user, close } = open(null);
  await user.type(screen.getByLabelText('Host'), 'ghcr.io');
  await user.click(screen.getByRole('button', { name: 'Add registry' }));
  expect(await screen.findByText('is there already')).toBeInTheDocument();
  expect(screen.getByLabelText('Host')).toHaveFocus();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(close).not.toHaveBeenCalled();
});

test('a refusal that names no field of the form is shown whole', async () => {
  server.use(
    http.post(at('/registries'), () =>
      HttpResponse.json({ title: 'Too long', fields: { 'tokenHosts[0]': 'is too long' } }, { status: 422 }),
    ),
  );
  const { user } = open(null);
  await user.type(screen.getByLabelText('Host'), 'ghcr.io');
  await user.click(screen.getByRole('button', { name: 'Add registry' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('is too long');
});

test('a kept secret is said to be set, kept by a change, and asked for again when others could see it', async () => {
  const sent = vi.fn();
  server.use(
    http.put(at('/registries/r'), async ({ request }) => {
      sent(request.headers.get('If-Match'), await request.json());
      return HttpResponse.json({ ...KEPT, version: 4 });
    }),
  );
  const { user, close } = open(KEPT);
  expect(screen.getByText('Set')).toBeInTheDocument();
  expect(screen.queryByLabelText('Secret')).toBeNull();

  await user.click(screen.getByLabelText('Plain HTTP, without TLS'));
  expect(screen.getByRole('note')).toHaveTextContent('can read the images and the secret');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  expect(await screen.findByText('Give the secret')).toBeInTheDocument();
  expect(sent).not.toHaveBeenCalled();

  await user.click(screen.getByLabelText('Plain HTTP, without TLS'));
  await user.clear(screen.getByLabelText('User'));
  await user.type(screen.getByLabelText('User'), 'otto');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(sent).toHaveBeenCalledWith('"3"', expect.objectContaining({ username: 'otto', secret: null }));
});
