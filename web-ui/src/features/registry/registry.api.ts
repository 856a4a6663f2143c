import { get, post, put, remove } from '@/shared/api/client';
import type { Page, Registry, RegistrySpec } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';

export const registriesQuery = pagesOf(['registries', 'list'], (cursor, signal) =>
  get<Page<Registry>>('/registries', { cursor, limit: 50 }, signal),
);

export const addRegistry = (spec: RegistrySpec) => post<Registry>('/registries', spec);

export const changeRegistry = ({ id, version }: Registry, spec: RegistrySpec) =>
  put<Registry>(`/registries/${id}`, version, spec);

export const removeRegistry = (id: string) => remove(`/registries/${id}`);
