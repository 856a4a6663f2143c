import { queryOptions } from '@tanstack/react-query';
import { get } from '@/shared/api/client';
import type { System } from '@/shared/api/model';

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => get<System>('/system', undefined, signal),
});
