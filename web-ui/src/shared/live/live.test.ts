import { QueryClient } from '@tanstack/react-query';
import { Invalidator } from './invalidate';
import { EventParser } from './parse';

describe('the event parser', () => {
  test('puts events together that arrive in pieces', () => {
    const parser = new EventParser();
    expect(parser.push('id: 7\neve')).toEqual([]);
    expect(parser.push('nt: change\ndata: {"a":1}\n\n:\n\n')).toEqual([
      { id: '7', event: 'change', data: '{"a":1}' },
    ]);
  });

  test('knows every line end and data of several lines', () => {
    expect(new EventParser().push('data: a\r\ndata: b\r\n\r\n')).toEqual([
      { id: null, event: 'message', data: 'a\nb' },
    ]);
  });
});

describe('a live event', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watched(...keys: unknown[][]) {
    const queries = new QueryClient();
    for (const key of keys) queries.setQueryData(key, 'old');
    const stale = () =>
      keys.filter((key) => queries.getQueryState(key)?.isInvalidated).map((key) => key.join('/'));
    return { invalidator: new Invalidator(queries), stale };
  }
  const change = (topic: string, id: string) => ({
    id: '1',
    event: 'change',
    data: JSON.stringify({ topic, id }),
  });

  test('makes the lists of its topic and its own thing stale, not its neighbours', () => {
    const { invalidator, stale } = watched(
      ['containers', 'list'],
      ['containers', 'a'],
      ['containers', 'b'],
      ['users', 'list'],
    );
    invalidator.take(change('containers', 'a'));
    vi.advanceTimersByTime(200);
    expect(stale()).toEqual(['containers/list', 'containers/a']);
  });

  test('reaches what shows its facts elsewhere', () => {
    const { invalidator, stale } = watched(['hosts', 'list'], ['system'], ['tokens', 'list']);
    invalidator.take(change('containers', 'a'));
    vi.advanceTimersByTime(200);
    expect(stale()).toEqual(['hosts/list', 'system']);
  });

  test('never carries data itself', () => {
    const queries = new QueryClient();
    queries.setQueryData(['containers', 'a'], 'old');
    new Invalidator(queries).take({
      id: '1',
      event: 'change',
      data: '{"topic":"containers","id":"a","name":"evil"}',
    });
    vi.advanceTimersByTime(200);
    expect(queries.getQueryData(['containers', 'a'])).toBe('old');
  });

  test('that is a reset makes everything stale', () => {
    const { invalidator, stale } = watched(['users', 'list'], ['system']);
    invalidator.take({ id: null, event: 'reset', data: '' });
    expect(stale()).toHaveLength(2);
  });

  test('that is garbage is ignored', () => {
    const { invalidator, stale } = watched(['users', 'list']);
    invalidator.take({ id: null, event: 'change', data: '{' });
    vi.advanceTimersByTime(200);
    expect(stale()).toEqual([]);
  });

  test('joins others of the same moment into one round', () => {
    const queries = new QueryClient();
    const round = vi.spyOn(queries, 'invalidateQueries');
    const invalidator = new Invalidator(queries);
    for (let i = 0; i < 100; i++) invalidator.take(change('containers', String(i)));
    vi.advanceTimersByTime(200);
    expect(round).toHaveBeenCalledTimes(1);
  });
});
