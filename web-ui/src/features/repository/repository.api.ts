import { queryOptions } from '@tanstack/react-query';
import { get, remove } from '@/shared/api/client';
import type { ManifestDetail, Page, Repository, RepositoryDetail, RepositoryTag } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';

export const repositoriesQuery = (q?: string) =>
  pagesOf(['repositories', 'list', q ?? ''], (cursor, signal) =>
    get<Page<Repository>>('/repositories', { q, cursor, limit: 50 }, signal),
  );

export const repositoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['repositories', id],
    queryFn: ({ signal }) => get<RepositoryDetail>(`/repositories/${id}`, undefined, signal),
  });

export const tagsQuery = (id: string, q?: string) =>
  pagesOf(['repositories', id, 'tags', q ?? ''], (cursor, signal) =>
    get<Page<RepositoryTag>>(`/repositories/${id}/tags`, { q, cursor, limit: 50 }, signal),
  );

export const manifestQuery = (id: string, digest: string) =>
  queryOptions({
    queryKey: ['repositories', id, 'manifests', digest],
    queryFn: ({ signal }) =>
      get<ManifestDetail>(`/repositories/${id}/manifests/${digest}`, undefined, signal),
  });

export const removeRepository = (id: string, force: boolean) =>
  remove(`/repositories/${id}`, { force: force || undefined });

export const removeTag = (id: string, tag: string, force: boolean) =>
  remove(`/repositories/${id}/tags/${tag}`, { force: force || undefined });

export const removeManifest = (id: string, digest: string, force: boolean) =>
  remove(`/repositories/${id}/manifests/${digest}`, { force: force || undefined });
