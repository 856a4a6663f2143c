import { queryOptions } from '@tanstack/react-query';
import { get } from '@/shared/api/client';
import type { DiskUse } from '@/shared/api/model';

/** Measured by the hosts when asked. Keyed as a list of images, so that a change of images measures again. */
export const diskQuery = (hostId?: string) =>
  queryOptions({
    queryKey: ['images', 'list', 'disk', hostId ?? null],
    queryFn: ({ signal }) => get<DiskUse>('/images/disk', { hostId }, signal),
    staleTime: 10_000,
  });
