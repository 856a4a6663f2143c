import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { RemoveImageDialog } from './RemoveImageDialog';

const asked: string[] = [];
const server = setupServer(
  http.get('*/api/v1/session', () => HttpResponse.json({})),
  http.delete('*/api/v1/images/:digest', ({ request }) => {
    asked.push(new URL(request.url).search);
    return new HttpResponse(null, { status: 204 });
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => (asked.length = 0));
afterAll(() => server.close());

async function open(references: string[], users = 0) {
  const image = { digest: 'sha256:mine', references, hosts: [{ id: 'a', name: 'a' }] };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider env="test">
        <RemoveImageDialog
          image={image}
          users={users}
          name="app:1"
          opened
          onClose={() => undefined}
          onRemoved={() => undefined}
        />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return screen.findByRole('dialog');
}

it('removes an image of several names, and names them all', async () => {
  expect(await open(['docker.io/library/app:1', 'docker.io/team/app:1'])).toHaveTextContent(
    'All its names go with it: app:1, team/app:1.',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Remove app:1' }));
  await expect.poll(() => asked).toEqual(['?force=true']);
});

it('asks for nothing beyond the removal when one name leads to it', async () => {
  expect(await open(['docker.io/library/app:1'])).not.toHaveTextContent('All its names');
  await userEvent.click(screen.getByRole('button', { name: 'Remove app:1' }));
  await expect.poll(() => asked).toEqual(['']);
});

it('offers no removal against a container that uses it', async () => {
  expect(await open(['docker.io/library/app:1'], 2)).toHaveTextContent('2 containers use it');
  expect(screen.queryByRole('checkbox')).toBeNull();
});
