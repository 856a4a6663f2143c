import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { get, onSessionLost, patch, post } from './client';
import { asProblem, Problem } from './problem';
import { work } from './work';

const server = setupServer();
const at = (path: string) => `http://localhost:3000/api/v1${path}`;

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  server.resetHandlers();
  document.cookie = 'XSRF-TOKEN=; Max-Age=0';
});
afterAll(() => server.close());

const refused = {
  title: 'The host port is taken',
  code: 'PORT_TAKEN',
  why: 'Port 8080 is held by web-1.',
  action: 'Choose another.',
  requestId: 'r1',
  fields: { 'ports[0].hostPort': 'is taken' },
};

test('a refusal is thrown as a typed problem with every word the server said', async () => {
  server.use(http.get(at('/containers'), () => HttpResponse.json(refused, { status: 409 })));
  const error: unknown = await get('/containers').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 409, ...refused });
});

test('an answer that is no JSON is a problem all the same', async () => {
  server.use(http.get(at('/system'), () => new HttpResponse('<html>', { status: 502 })));
  expect(asProblem(await get('/system').catch((e: unknown) => e))).toMatchObject({
    status: 502,
    title: 'The server failed',
  });
});

test('no answer says what to check', async () => {
  server.use(http.get(at('/system'), () => HttpResponse.error()));
  expect(asProblem(await get('/system').catch((e: unknown) => e)).code).toBe('SERVER_UNREACHABLE');
});

test('a write carries the XSRF cookie, fetched first when it is missing', async () => {
  let sent: string | null = null;
  server.use(
    http.get(at('/session'), () => {
      document.cookie = 'XSRF-TOKEN=a%2Bb';
      return new HttpResponse(null, { status: 401 });
    }),
    http.post(at('/tokens'), ({ request }) => {
      sent = request.headers.get('X-XSRF-TOKEN');
      return HttpResponse.json({});
    }),
  );
  await post('/tokens', {});
  expect(sent).toBe('a+b');
});

test('a change says which version it was made of', async () => {
  document.cookie = 'XSRF-TOKEN=x';
  let match: string | null = null;
  server.use(
    http.patch(at('/hosts/h'), ({ request }) => {
      match = request.headers.get('If-Match');
      return HttpResponse.json({});
    }),
  );
  await patch('/hosts/h', 3, { name: 'a' });
  expect(match).toBe('"3"');
});

test('a lost session is told, but not by the question who is logged in', async () => {
  server.use(http.get(at('/:any'), () => HttpResponse.json({}, { status: 401 })));
  const told = vi.fn();
  const stop = onSessionLost(told);
  await get('/session').catch(() => undefined);
  expect(told).not.toHaveBeenCalled();
  await get('/hosts').catch(() => undefined);
  expect(told).toHaveBeenCalledTimes(1);
  stop();
});

test('long work ends as its result or goes on as an operation', async () => {
  document.cookie = 'XSRF-TOKEN=x';
  server.use(
    http.post(at('/containers/a/start'), ({ request }) =>
      request.headers.get('Prefer') === 'wait=4'
        ? HttpResponse.json({ id: 'a' })
        : new HttpResponse(null, { status: 400 }),
    ),
    http.post(at('/containers/b/start'), () => HttpResponse.json({ id: 'o1' }, { status: 202 })),
  );
  expect(await work('POST', '/containers/a/start')).toEqual({ done: true, result: { id: 'a' } });
  expect(await work('POST', '/containers/b/start')).toEqual({ done: false, operation: { id: 'o1' } });
});
