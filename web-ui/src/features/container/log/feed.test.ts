import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { LogFeed } from './feed';

const asked: string[] = [];
let kept = 0;
const record = (i: number) =>
  JSON.stringify({
    time: `2026-01-01T00:00:00.${String(i).padStart(9, '0')}Z`,
    stream: 'stdout',
    text: `line ${i}`,
    partial: false,
  });
const server = setupServer(
  http.get('http://localhost:3000/api/v1/containers/c1/logs', ({ request }) => {
    const query = new URL(request.url).searchParams;
    asked.push(query.toString());
    const wanted = query.get('contains') ?? '';
    const all = Array.from({ length: kept }, (_, i) => record(i)).filter((json) => json.includes(wanted));
    return HttpResponse.text(`${all.slice(-Number(query.get('tail') ?? all.length)).join('\n')}\n`);
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => asked.splice(0));
afterAll(() => server.close());

const ended = (feed: LogFeed) =>
  new Promise<void>((resolve) => {
    const leave = feed.subscribe(() => {
      if (feed.snapshot().state !== 'ended') return;
      leave();
      resolve();
    });
  });

test('a short log is here as a whole', async () => {
  kept = 12;
  const feed = new LogFeed('c1');
  await ended(feed);
  expect(feed.snapshot().lines).toHaveLength(12);
  expect(feed.snapshot().older).toBe(false);
  expect(asked).toEqual(['tail=5000&follow=true']);
});

test('of a long log the newest lines are here, and it says that there may be older ones', async () => {
  kept = 6_000;
  const feed = new LogFeed('c1');
  await ended(feed);
  expect(feed.snapshot().lines).toHaveLength(5_000);
  expect(feed.snapshot().older).toBe(true);
});

test('a search of the whole log finds what is older, and ends', async () => {
  kept = 6_000;
  const feed = new LogFeed('c1', 'line 7');
  await ended(feed);
  expect(asked).toEqual(['contains=line+7&follow=false']);
  expect(feed.snapshot().lines[0]?.text).toBe('line 7');
  expect(feed.snapshot().lines).toHaveLength(111);
  expect(feed.snapshot().older).toBe(false);
});
