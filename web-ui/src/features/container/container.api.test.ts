import { QueryClient } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { containerQuery, forget, leave, stay } from './container.api';

const asked: unknown[] = [];
const server = setupServer(
  http.get('http://localhost:3000/api/v1/containers/:id', ({ params }) => {
    asked.push(params.id);
    return HttpResponse.json({ id: params.id });
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => asked.splice(0));
afterAll(() => server.close());

function shown(id: string) {
  const queries = new QueryClient();
  queries.setQueryData(containerQuery(id).queryKey, { id, name: 'last known' } as never);
  return queries;
}

test('a container that its own page removes is not asked for while the page is still shown', async () => {
  const queries = shown('a');
  leave('a');
  expect(await queries.query(containerQuery('a'))).toMatchObject({ name: 'last known' });
  expect(asked).toEqual([]);

  forget(queries, 'a');
  await queries.query(containerQuery('a'));
  expect(asked).toEqual(['a']);
});

test('a container whose removal was refused is asked for again', async () => {
  const queries = shown('b');
  leave('b');
  stay('b');
  await queries.query(containerQuery('b'));
  expect(asked).toEqual(['b']);
});
