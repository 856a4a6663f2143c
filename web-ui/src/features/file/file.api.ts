import { queryOptions } from '@tanstack/react-query';
import { get } from '@/shared/api/client';
import type { FoundFiles } from '@/shared/api/model';

export const filesQuery = (q: string) =>
  queryOptions({
    queryKey: ['files', q],
    queryFn: ({ signal }) => get<FoundFiles>('/files', { q, limit: 100 }, signal),
    enabled: q.replace(/[*?/]/g, '').length >= 2,
    staleTime: 10_000,
    retry: false,
  });
