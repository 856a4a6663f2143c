import { queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query';

/** A noun in the plural and which one of it; parts of the one, such as its inspection, are keyed below it. */
export type ThingKey = readonly [noun: string, id: string, ...part: string[]];

const leaving = new Set<string>();

const nameOf = ([noun, id]: QueryKey) => `${String(noun)}/${String(id)}`;

/** One thing, or a part of it; nobody asks for it while it is being removed, whatever event or timer rings. */
export function thingOf<T>(key: ThingKey, read: (signal: AbortSignal) => Promise<T>) {
  return queryOptions({
    queryKey: [...key],
    queryFn: ({ signal }) => read(signal),
    enabled: ({ queryKey }) => !leaving.has(nameOf(queryKey)),
  });
}

/**
 * Removes a thing by `work`. From before the request until the last page that shows the thing has left the screen, the
 * thing shows as it was last known; a refused removal reads it again. Throws what `work` throws.
 */
export async function removeThing<T>(
  queries: QueryClient,
  noun: string,
  id: string,
  work: () => Promise<T>,
): Promise<T> {
  const key = [noun, id];
  leaving.add(nameOf(key));
  // What is on its way would be answered after the removal; marking as stale makes each observer stop its timer.
  await queries.cancelQueries({ queryKey: key });
  await queries.invalidateQueries({ queryKey: key, refetchType: 'none' });
  try {
    const result = await work();
    forgetUnwatched(queries, key);
    return result;
  } catch (error) {
    leaving.delete(nameOf(key));
    void queries.invalidateQueries({ queryKey: key });
    throw error;
  }
}

/** A page that was told to go is still on the screen for a while, and would ask anew for what the cache has no more. */
function forgetUnwatched(queries: QueryClient, key: QueryKey) {
  const cache = queries.getQueryCache();
  const forget = () => {
    if (cache.findAll({ queryKey: key }).some((query) => query.getObserversCount() > 0)) return;
    stop();
    queries.removeQueries({ queryKey: key });
    leaving.delete(nameOf(key));
  };
  const stop = cache.subscribe(({ type }) => {
    if (type === 'observerRemoved') forget();
  });
  forget();
}
