import { queryOptions } from '@tanstack/react-query';
import { get, post, put, remove } from '@/shared/api/client';
import type { Page, Registry, RegistryCheck, RegistrySpec } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';

export const registriesQuery = pagesOf(['registries', 'list'], (cursor, signal) =>
  get<Page<Registry>>('/registries', { cursor, limit: 50 }, signal),
);

export const addRegistry = (spec: RegistrySpec) => post<Registry>('/registries', spec);

export const changeRegistry = ({ id, version }: Registry, spec: RegistrySpec) =>
  put<Registry>(`/registries/${id}`, version, spec);

export const removeRegistry = (id: string) => remove(`/registries/${id}`);

/** Hosts ask the registry each time this is read; no event rings for it, and nothing is kept when it was looked at. */
export const checkQuery = (id: string, hostId: string) =>
  queryOptions({
    queryKey: ['registry-check', id, hostId],
    queryFn: ({ signal }) =>
      post<RegistryCheck>(`/registries/${id}/check`, { hostIds: hostId === '' ? [] : [hostId] }, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
