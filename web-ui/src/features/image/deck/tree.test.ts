import { describe, expect, it } from 'vitest';
import type { LayerFile } from '@/shared/api/model';
import { rowsOf, type Loaded } from './tree';

const file = (path: string, kind = 'FILE') => ({ path, kind }) as LayerFile;
const ready = (files: LayerFile[], next: string | null = null): Loaded => ({ files, next, state: 'ready' });
const told = (open: string[], directories: Record<string, Loaded>) =>
  rowsOf(new Set(open), (path) => directories[path]).map((row) =>
    row.kind === 'file' ? `${'  '.repeat(row.depth)}${row.name}` : `${'  '.repeat(row.depth)}(${row.what})`,
  );

describe('the rows of a tree', () => {
  it('show what lies in open directories, below them', () => {
    const rows = told(['etc'], {
      '': ready([file('etc', 'DIRECTORY'), file('usr', 'DIRECTORY')]),
      etc: ready([file('etc/motd')]),
    });
    expect(rows).toEqual(['etc', '  motd', 'usr']);
  });

  it('say what is not known yet, what failed, what is empty, and where there is more', () => {
    const directories = {
      '': ready([file('a', 'DIRECTORY'), file('b', 'DIRECTORY'), file('c', 'DIRECTORY')], 'cursor'),
      b: ready([]),
      c: { files: [], next: null, state: 'failed' as const },
    };
    expect(told(['a', 'b', 'c'], directories)).toEqual([
      'a',
      '  (loading)',
      'b',
      '  (empty)',
      'c',
      '  (failed)',
      '(more)',
    ]);
  });
});
