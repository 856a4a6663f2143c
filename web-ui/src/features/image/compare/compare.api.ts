import { queryOptions } from '@tanstack/react-query';
import { get } from '@/shared/api/client';
import type { ComparedFile, Comparison, TextDifference } from '@/shared/api/model';
import type { View } from '../deck/layer.api';

/** Two images, the earlier one first. */
export interface Pair {
  digest: string;
  with: string;
}

/** Images never change. */
const FOR_GOOD = { staleTime: 5 * 60_000 };

export const comparisonQuery = (pair: Pair) =>
  queryOptions({
    queryKey: ['comparison', pair],
    queryFn: ({ signal }) =>
      get<Comparison>(`/images/${pair.digest}/comparison`, { with: pair.with }, signal),
    ...FOR_GOOD,
  });

export const comparedView = (pair: Pair, marks: string[]): View => ({
  url: `/images/${pair.digest}/comparison/files`,
  fixed: { with: pair.with },
  marks,
});

export const comparedFileQuery = (pair: Pair, path: string) =>
  queryOptions({
    queryKey: ['comparison', pair, 'file', path],
    queryFn: ({ signal }) =>
      get<ComparedFile>(`/images/${pair.digest}/comparison/file`, { with: pair.with, path }, signal),
    ...FOR_GOOD,
  });

export const textQuery = (pair: Pair, path: string) =>
  queryOptions({
    queryKey: ['comparison', pair, 'text', path],
    queryFn: ({ signal }) =>
      get<TextDifference>(`/images/${pair.digest}/comparison/text`, { with: pair.with, path }, signal),
    gcTime: 60_000,
    ...FOR_GOOD,
  });
