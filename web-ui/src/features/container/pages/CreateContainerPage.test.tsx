import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { CreateContainerPage } from './CreateContainerPage';

const at = (path: string) => `http://localhost:3000/api/v1${path}`;
const none = { items: [], next: null, total: 0 };
const server = setupServer(
  http.get(at('/hosts'), () => HttpResponse.json(none)),
  http.get(at('/images'), () => HttpResponse.json(none)),
);

beforeAll(() => {
  document.cookie = 'XSRF-TOKEN=x';
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function open() {
  const root = createRootRoute();
  const shell = createRoute({ getParentRoute: () => root, id: 'shell' });
  const page = createRoute({
    getParentRoute: () => shell,
    path: '/containers/new',
    component: CreateContainerPage,
  });
  const one = createRoute({
    getParentRoute: () => shell,
    path: '/containers/$id',
    component: () => <p>the new one</p>,
  });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren([page, one])]),
    history: createMemoryHistory({ initialEntries: ['/containers/new'] }),
  });
  render(
    <MantineProvider withCssVariables={false} withGlobalClasses={false} env="test">
      <QueryClientProvider client={new QueryClient()}>
        {/* The app's router type is registered globally; this one is a part of it. */}
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole('heading', { name: 'Create container' });
  return userEvent.setup({ delay: null });
}

test('what is typed is sent as a specification, and the new container is opened', async () => {
  const sent = vi.fn();
  server.use(
    http.post(at('/containers'), async ({ request }) => {
      sent(await request.json(), request.headers.get('Idempotency-Key'));
      return HttpResponse.json({ id: 'c1', name: 'web' }, { status: 201 });
    }),
  );
  const user = await open();
  await user.type(screen.getByRole('combobox', { name: /Image/ }), 'nginx:1.27');
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'web');
  await user.click(screen.getByRole('button', { name: 'Add port' }));
  await user.type(screen.getByRole('textbox', { name: 'Port 1 host port' }), '8080');
  await user.type(screen.getByRole('textbox', { name: 'Port 1 container port' }), '80');
  expect(screen.getByLabelText('docker run line')).toHaveTextContent('--publish 0.0.0.0:8080:80');
  await user.click(screen.getByRole('button', { name: 'Create and start' }));
  await screen.findByText('the new one');
  expect(sent).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ name: 'web', start: true }),
    expect.stringMatching(/^[0-9a-f-]{36}$/),
  );
  expect(sent.mock.calls[0]?.[0]).toMatchObject({
    spec: {
      image: 'nginx:1.27',
      ports: [{ hostAddress: null, hostPort: 8080, containerPort: 80, protocol: 'TCP' }],
    },
  });
});

test("the server's refusal is shown, and its fields beside the fields", async () => {
  server.use(
    http.post(at('/containers'), () =>
      HttpResponse.json({ title: 'The name is taken', fields: { name: 'web is taken' } }, { status: 409 }),
    ),
  );
  const user = await open();
  await user.type(screen.getByRole('combobox', { name: /Image/ }), 'nginx');
  await user.click(screen.getByRole('button', { name: 'Create and start' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The name is taken');
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription('web is taken'),
  );
});

test('a form without an image is not sent', async () => {
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'Create and start' }));
  expect(await screen.findByText('Which image?')).toBeInTheDocument();
});
