import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { removeThing, thingOf } from './thing';

const settled = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

/** A server whose answers wait until the test gives them, and a page that shows one thing of it. */
function shown() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked: { answer: (text: string) => void; signal: AbortSignal }[] = [];
  const read = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      asked.push({ answer: resolve, signal });
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  function Thing({ part }: { part?: string }) {
    const { data } = useQuery(thingOf(part === undefined ? ['cups', 'a'] : ['cups', 'a', part], read));
    return <p>{data ?? 'nothing yet'}</p>;
  }
  const page = (part?: string) => (
    <QueryClientProvider client={queries}>
      <Thing />
      {part && <Thing part={part} />}
    </QueryClientProvider>
  );
  const { rerender } = render(page());
  return {
    queries,
    asked,
    event: async () => {
      void queries.invalidateQueries({ queryKey: ['cups'] });
      await settled();
    },
    again: (part?: string) => rerender(page(part)),
    leave: () => rerender(<p>the list</p>),
  };
}

const gate = () => {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { work: () => done, open: () => open(), fail: () => fail(new Error('refused')) };
};

async function shownAndRemoving() {
  const page = shown();
  page.asked[0]?.answer('a cup');
  await screen.findByText('a cup');
  const { work, open, fail } = gate();
  const removal = removeThing(page.queries, 'cups', 'a', work).catch((error: unknown) => error);
  await settled();
  return { ...page, removal, open, fail };
}

test('events while a thing is being removed do not ask for it', async () => {
  const { asked, event, removal, open } = await shownAndRemoving();
  await event();
  open();
  await removal;
  await event();
  expect(asked).toHaveLength(1);
  expect(screen.getByText('a cup')).toBeInTheDocument();
});

test('a removed thing whose page is drawn once more before it goes is not asked for', async () => {
  const { asked, event, again, removal, open } = await shownAndRemoving();
  open();
  await removal;
  again();
  await event();
  expect(asked).toHaveLength(1);
  expect(screen.getByText('a cup')).toBeInTheDocument();
});

test('a part of it that opens during the removal is not asked for', async () => {
  const { asked, again, removal, open } = await shownAndRemoving();
  again('handle');
  open();
  await removal;
  await settled();
  expect(asked).toHaveLength(1);
});

test('what was on its way when the removal began is called back', async () => {
  const { queries, asked } = shown();
  const { work, open } = gate();
  const removal = removeThing(queries, 'cups', 'a', work);
  expect(asked[0]?.signal.aborted).toBe(true);
  open();
  await removal;
  expect(asked).toHaveLength(1);
});

test('once its last page has gone nothing of it is kept, and a new one of its name is asked for', async () => {
  const { queries, asked, again, leave, removal, open } = await shownAndRemoving();
  open();
  await removal;
  again();
  leave();
  expect(queries.getQueryCache().findAll({ queryKey: ['cups'] })).toEqual([]);
  again();
  await settled();
  expect(asked).toHaveLength(2);
});

test('a refused removal reads the thing again and keeps it fresh from then on', async () => {
  const { asked, event, removal, fail } = await shownAndRemoving();
  fail();
  expect(await removal).toEqual(new Error('refused'));
  await settled();
  expect(asked).toHaveLength(2);
  asked[1]?.answer('a cup, chipped');
  expect(await screen.findByText('a cup, chipped')).toBeInTheDocument();
  await event();
  expect(asked).toHaveLength(3);
});

test('the timer that reads a thing now and then rests while it is being removed', async () => {
  vi.useFakeTimers();
  try {
    const queries = new QueryClient({ defaultOptions: { queries: { refetchInterval: 1_000 } } });
    const read = vi.fn(() => Promise.resolve('a cup'));
    function Thing() {
      return useQuery(thingOf(['cups', 'a'], read)).data;
    }
    render(
      <QueryClientProvider client={queries}>
        <Thing />
      </QueryClientProvider>,
    );
    await act(() => vi.advanceTimersByTimeAsync(1_500));
    expect(read).toHaveBeenCalledTimes(2);
    const { work, open } = gate();
    const removal = removeThing(queries, 'cups', 'a', work);
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    open();
    await removal;
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    expect(read).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});
