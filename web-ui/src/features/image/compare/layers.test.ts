import { expect, it } from 'vitest';
import type { ComparedLayer } from '@/shared/api/model';
import { rowsOf } from './layers';

const layers = (...ids: string[]): ComparedLayer[] =>
  ids.map((diffId, number) => ({ number, diffId, sizeBytes: 1, createdBy: null, inOther: null }));

it('lays the sheets that both stand on under both, and the others beside each other', () => {
  const rows = rowsOf(layers('a', 'b', 'c'), layers('a', 'x', 'y', 'z'));
  expect(rows.map((row) => [row.before?.diffId, row.after?.diffId, row.both?.diffId])).toEqual([
    [undefined, 'z', undefined],
    ['c', 'y', undefined],
    ['b', 'x', undefined],
    [undefined, undefined, 'a'],
  ]);
});

it('has no common ground where the lowest sheets differ', () => {
  expect(rowsOf(layers('a', 'b'), layers('b')).every((row) => row.both === undefined)).toBe(true);
});
