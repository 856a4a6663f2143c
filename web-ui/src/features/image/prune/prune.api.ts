import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { exchange, get, post } from '@/shared/api/client';
import type { Operation, Prune, PrunePlan, PruneRules } from '@/shared/api/model';

/** What would go. Keyed as a list of images, so that whatever happens to an image is seen here, too. */
export const prunePlanQuery = (rules: PruneRules, hostId: string | null) =>
  queryOptions({
    queryKey: ['images', 'list', 'prune', rules, hostId],
    queryFn: ({ signal }) =>
      post<PrunePlan>(
        '/images/prune/preview',
        { rules, hostIds: hostId === null ? [] : [hostId] },
        { signal },
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export type SeenOnHost = { hostId: string; images: { digest: string; references: string[] }[] };

/** Removes what was seen; the operation tells how it goes, and {@link pruneQuery} what came of it. */
export async function runPrune(rules: PruneRules, hosts: SeenOnHost[]): Promise<Operation> {
  const response = await exchange('POST', '/images/prune', {
    body: { rules, hosts },
    headers: { Prefer: 'respond-async' },
  });
  return (await response.json()) as Operation;
}

const isOver = (prune: Prune | undefined) =>
  prune !== undefined && prune.state !== 'PENDING' && prune.state !== 'RUNNING';

export const pruneQuery = (operationId: string) =>
  queryOptions({
    queryKey: ['operations', operationId, 'prune'],
    queryFn: ({ signal }) => get<Prune>(`/images/prune/${operationId}`, undefined, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 600),
  });

export { isOver };
