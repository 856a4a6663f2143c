import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { exchange, get, url } from '@/shared/api/client';
import type { ImageLayers, LayerFile } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';
import type { Loaded } from './tree';

/** Which files of a stack are looked at. */
export interface View {
  digest: string;
  layer: number;
  marks: string[];
}

export interface Search {
  q: string;
  kind: string;
  minBytes: number;
}

interface FileList {
  items: LayerFile[];
  next: string | null;
}

/** An image never changes, and so do its layers; only which images share them does. */
const FOR_GOOD = { staleTime: 5 * 60_000 };
const PAGE = 200;
/** How much of a file is shown at once. */
export const PREVIEW_BYTES = 64 * 1024;

const query = (
  parts: Record<string, string | number | boolean | null | undefined>,
  lists: Record<string, string[]>,
) => {
  const [path, search] = url('', parts)
    .replace(/^\/api\/v1/, '')
    .split('?');
  const all = new URLSearchParams(search);
  for (const [name, values] of Object.entries(lists)) for (const value of values) all.append(name, value);
  return `${path ?? ''}?${all.toString()}`;
};

const files = (
  view: View,
  parts: Record<string, string | number | boolean | null>,
  kinds: string[],
  signal?: AbortSignal,
) =>
  get<FileList>(
    `/images/${view.digest}/layers/${view.layer}/files${query({ ...parts, limit: PAGE }, { mark: view.marks, kind: kinds })}`,
    undefined,
    signal,
  );

export const layersQuery = (digest: string) =>
  queryOptions({
    queryKey: ['layers', digest],
    queryFn: ({ signal }) => get<ImageLayers>(`/images/${digest}/layers`, undefined, signal),
    ...FOR_GOOD,
  });

/** A directory's first pages as one list; asking for one more keeps those that are here. */
export const directoryQuery = (client: QueryClient, view: View, path: string, pages: number) => {
  const key = (n: number) => ['layers', view.digest, 'files', view.layer, view.marks, path, n];
  return queryOptions({
    queryKey: key(pages),
    queryFn: async ({ signal }): Promise<Loaded> => {
      const before = pages > 1 ? client.getQueryData<Loaded>(key(pages - 1)) : undefined;
      const more = await files(view, { path, cursor: before?.next ?? null }, [], signal);
      return { files: [...(before?.files ?? []), ...more.items], next: more.next, state: 'ready' };
    },
    ...FOR_GOOD,
  });
};

export const searchQuery = (view: View, search: Search) =>
  pagesOf(['layers', view.digest, 'search', view.layer, view.marks, search], async (cursor, signal) => {
    const parts = { below: true, q: search.q, minBytes: search.minBytes, cursor };
    const found = await files(view, parts, search.kind === '' ? [] : [search.kind], signal);
    return { ...found, total: found.items.length };
  });

export const historyQuery = (digest: string, path: string) =>
  queryOptions({
    queryKey: ['layers', digest, 'history', path],
    queryFn: ({ signal }) => get<LayerFile[]>(`/images/${digest}/history`, { path }, signal),
    ...FOR_GOOD,
  });

export const contentUrl = (digest: string, layer: number, path: string) =>
  url(`/images/${digest}/layers/${layer}/content`, { path });

/** The first {@link PREVIEW_BYTES} of a file. */
export const contentQuery = (digest: string, layer: number, path: string) =>
  queryOptions({
    queryKey: ['layers', digest, 'content', layer, path],
    queryFn: async ({ signal }) => {
      const response = await exchange('GET', `/images/${digest}/layers/${layer}/content`, {
        query: { path, length: PREVIEW_BYTES },
        headers: { Accept: 'application/octet-stream, application/problem+json' },
        signal,
      });
      return new Uint8Array(await response.arrayBuffer());
    },
    gcTime: 60_000,
    ...FOR_GOOD,
  });
