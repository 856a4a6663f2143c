import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { exchange, get, url } from '@/shared/api/client';
import type { ImageLayers, LayerFile } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';
import type { Loaded } from './tree';

/** What the deck is of: an image, or a container with what it wrote as its top sheet. */
export interface DeckOf {
  /** Its address in the API, "/images/sha256:…". */
  base: string;
  /** Whether its top sheet may change while it is looked at. */
  live: boolean;
}

/** Which list of files is looked at. */
export interface View {
  /** Its address in the API. */
  url: string;
  /** What the address takes besides the filter. */
  fixed?: Record<string, string>;
  marks: string[];
  live?: boolean;
}

export const imageDeck = (digest: string): DeckOf => ({ base: `/images/${digest}`, live: false });

export const sheetView = (of: DeckOf, layer: number, marks: string[]): View => ({
  url: `${of.base}/layers/${layer}/files`,
  marks,
  live: of.live,
});

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
const fresh = (live: boolean | undefined) => (live === true ? { staleTime: 0 } : FOR_GOOD);
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
    `${view.url}${query({ ...view.fixed, ...parts, limit: PAGE }, { mark: view.marks, kind: kinds })}`,
    undefined,
    signal,
  );

export const layersQuery = (of: DeckOf) =>
  queryOptions({
    queryKey: ['layers', of.base],
    queryFn: ({ signal }) => get<ImageLayers>(`${of.base}/layers`, undefined, signal),
    ...fresh(of.live),
  });

/** A directory's first pages as one list; asking for one more keeps those that are here. */
export const directoryQuery = (client: QueryClient, view: View, path: string, pages: number) => {
  const key = (n: number) => ['layers', view.url, view.fixed, 'files', view.marks, path, n];
  return queryOptions({
    queryKey: key(pages),
    queryFn: async ({ signal }): Promise<Loaded> => {
      const before = pages > 1 ? client.getQueryData<Loaded>(key(pages - 1)) : undefined;
      const more = await files(view, { path, cursor: before?.next ?? null }, [], signal);
      return { files: [...(before?.files ?? []), ...more.items], next: more.next, state: 'ready' };
    },
    ...fresh(view.live),
  });
};

export const searchQuery = (view: View, search: Search) =>
  pagesOf(['layers', view.url, view.fixed, 'search', view.marks, search], async (cursor, signal) => {
    const parts = { below: true, q: search.q, minBytes: search.minBytes, cursor };
    const found = await files(view, parts, search.kind === '' ? [] : [search.kind], signal);
    return { ...found, total: found.items.length };
  });

export const historyQuery = (of: DeckOf, path: string) =>
  queryOptions({
    queryKey: ['layers', of.base, 'history', path],
    queryFn: ({ signal }) => get<LayerFile[]>(`${of.base}/history`, { path }, signal),
    ...fresh(of.live),
  });

export const contentUrl = (of: DeckOf, layer: number, path: string) =>
  url(`${of.base}/layers/${layer}/content`, { path });

/** The first {@link PREVIEW_BYTES} of a file. */
export const contentQuery = (of: DeckOf, layer: number, path: string) =>
  queryOptions({
    queryKey: ['layers', of.base, 'content', layer, path],
    queryFn: async ({ signal }) => {
      const response = await exchange('GET', `${of.base}/layers/${layer}/content`, {
        query: { path, length: PREVIEW_BYTES },
        headers: { Accept: 'application/octet-stream, application/problem+json' },
        signal,
      });
      return new Uint8Array(await response.arrayBuffer());
    },
    gcTime: 60_000,
    ...fresh(of.live),
  });
