import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page } from './model';

/** A cursor list that grows page by page; `read` gets the cursor of the page to read, null for the first. */
export function pagesOf<T>(
  key: readonly unknown[],
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: [...key],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
}

export function itemsOf<T>(data: { pages: Page<T>[] } | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

export function totalOf<T>(data: { pages: Page<T>[] } | undefined): number {
  return data?.pages[0]?.total ?? 0;
}
