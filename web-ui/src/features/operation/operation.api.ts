import { queryOptions } from '@tanstack/react-query';
import { get, post } from '@/shared/api/client';
import type { Operation, Page } from '@/shared/api/model';

export const operationsQuery = (subjectId?: string) =>
  queryOptions({
    queryKey: ['operations', 'list', subjectId ?? null],
    queryFn: ({ signal }) => get<Page<Operation>>('/operations', { subjectId, limit: 50 }, signal),
  });

export const operationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operations', id],
    queryFn: ({ signal }) => get<Operation>(`/operations/${id}`, undefined, signal),
  });

export const cancelOperation = (id: string) => post<Operation>(`/operations/${id}/cancel`);
