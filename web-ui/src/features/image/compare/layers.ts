import type { ComparedLayer } from '@/shared/api/model';

export interface LayerRow {
  key: string;
  both?: ComparedLayer;
  before?: ComparedLayer;
  after?: ComparedLayer;
}

/** From the top: what lies beside each other, then the sheets that both lie on. */
export function rowsOf(before: ComparedLayer[], after: ComparedLayer[]): LayerRow[] {
  let common = 0;
  while (common < before.length && common < after.length && before[common]?.diffId === after[common]?.diffId)
    common++;
  const rows: LayerRow[] = [];
  for (let number = Math.max(before.length, after.length) - 1; number >= common; number--)
    rows.push({ key: `${number}`, before: before[number], after: after[number] });
  for (let number = common - 1; number >= 0; number--)
    rows.push({ key: `both ${number}`, both: after[number] });
  return rows;
}
