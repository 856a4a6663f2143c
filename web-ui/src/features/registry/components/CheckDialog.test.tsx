import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import type { HostRegistryCheck, Registry } from '@/shared/api/model';
import { CheckDialog } from './CheckDialog';

const at = (path: string) => `http://localhost:3000/api/v1${path}`;
const server = setupServer(
  http.get(at('/hosts'), () => HttpResponse.json({ items: [], next: null, total: 0 })),
);
const REGISTRY: Registry = {
  id: 'r',
  host: 'reg.example.com',
  plainHttp: false,
  authority: null,
  mirrorOf: null,
  tokenHosts: [],
  username: 'anna',
  createdAt: '2026-01-01T00:00:00Z',
  version: 1,
};
const WORKS: HostRegistryCheck = {
  hostId: 'h1',
  hostName: 'berlin-1',
  asked: true,
  reached: true,
  tls: 'TRUSTED',
  login: 'ACCEPTED',
  millis: 84,
  problem: null,
};

beforeAll(() => {
  document.cookie = 'XSRF-TOKEN=x';
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function open() {
  render(
    <MantineProvider withCssVariables={false} withGlobalClasses={false} env="test">
      <QueryClientProvider client={new QueryClient()}>
        <CheckDialog registry={REGISTRY} onClose={() => undefined} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

test('each host says how far it came, and what to do where it came no further', async () => {
  const refused: HostRegistryCheck = {
    ...WORKS,
    hostId: 'h2',
    hostName: 'berlin-2',
    login: 'REFUSED',
    problem: {
      code: 'REGISTRY_DENIED',
      tried: 'Check the registry',
      why: 'it does not accept the credentials',
      action: 'Give the secret again.',
    },
  };
  server.use(http.post(at('/registries/r/check'), () => HttpResponse.json({ hosts: [WORKS, refused] })));
  open();
  expect(await screen.findByText('Reached · TLS trusted · login accepted · 84 ms')).toBeInTheDocument();
  expect(screen.getByText('Works')).toBeInTheDocument();
  expect(screen.getByText('Reached · TLS trusted · login refused · 84 ms')).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('Give the secret again.');
});

test('a check asks all connected hosts, and again when told to', async () => {
  const sent = vi.fn();
  server.use(
    http.post(at('/registries/r/check'), async ({ request }) => {
      sent(await request.json());
      return HttpResponse.json({ hosts: [{ ...WORKS, millis: sent.mock.calls.length }] });
    }),
  );
  const user = open();
  expect(await screen.findByText(/accepted · 1 ms/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Check again' }));
  expect(await screen.findByText(/accepted · 2 ms/)).toBeInTheDocument();
  expect(sent).toHaveBeenCalledWith({ hostIds: [] });
});

test('a check that no host can do says why', async () => {
  server.use(
    http.post(at('/registries/r/check'), () =>
      HttpResponse.json(
        { code: 'NO_HOST_FITS', title: 'No host fits', why: 'no host is connected' },
        { status: 409 },
      ),
    ),
  );
  open();
  expect(await screen.findByRole('alert')).toHaveTextContent('no host is connected');
});
