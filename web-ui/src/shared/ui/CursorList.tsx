import type { ReactNode } from 'react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { Page } from '@/shared/api/model';
import { itemsOf, totalOf } from '@/shared/api/paging';
import { count } from '@/shared/text/format';
import { More } from './More';
import { Loading, ProblemNotice } from './Notice';

type CursorResult<T> = UseInfiniteQueryResult<InfiniteData<Page<T>>>;

interface CursorListProps<T> {
  list: CursorResult<T>;
  /** How many rows stand in for the items while the first page is read, and how high each is in pixels. */
  rows?: number;
  height?: number;
  /** In place of the items when there is none. */
  empty?: ReactNode;
  /** The page itself says how many there are: no foot once all are shown. */
  counted?: boolean;
  children: (items: T[]) => ReactNode;
}

/** A cursor list on the screen: being read, refused, empty, or as far as it was read. */
export function CursorList<T>({ list, rows = 6, height, empty, counted, children }: CursorListProps<T>) {
  const items = itemsOf(list.data);
  return (
    <>
      {list.isPending && <Loading rows={rows} height={height} />}
      {list.error !== null && <ProblemNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && items.length === 0 && empty}
      {items.length > 0 && (
        <>
          {children(items)}
          {(list.hasNextPage || !counted) && (
            <More
              shown={items.length}
              total={totalOf(list.data)}
              busy={list.isFetchingNextPage}
              more={list.hasNextPage ? () => void list.fetchNextPage() : null}
            />
          )}
        </>
      )}
    </>
  );
}

/** "3 images on all hosts", "1 image matches". */
export function foundWords(list: CursorResult<unknown>, noun: string, filtered: boolean): string {
  if (list.data === undefined) return 'On all hosts';
  const total = totalOf(list.data);
  const matching = total === 1 ? 'matches' : 'match';
  return `${count(total, noun)} ${filtered ? matching : 'on all hosts'}`;
}
