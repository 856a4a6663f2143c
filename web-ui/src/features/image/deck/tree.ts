import type { LayerFile } from '@/shared/api/model';
import { nameOf } from './paths';

export type Row =
  | {
      kind: 'file';
      file: LayerFile;
      name: string;
      depth: number;
      open: boolean;
      position: number;
      size: number;
    }
  | { kind: 'note'; path: string; depth: number; what: 'loading' | 'more' | 'empty' | 'failed' };

/** What is known of a directory. */
export interface Loaded {
  files: LayerFile[];
  next: string | null;
  state: 'loading' | 'failed' | 'ready';
}

/** The rows of a tree whose directories are loaded one by one. */
export function rowsOf(open: ReadonlySet<string>, loaded: (path: string) => Loaded | undefined): Row[] {
  const rows: Row[] = [];
  const add = (path: string, depth: number) => {
    const directory = loaded(path);
    const files = directory?.files ?? [];
    files.forEach((file, i) => {
      const isOpen = file.kind === 'DIRECTORY' && open.has(file.path);
      rows.push({
        kind: 'file',
        file,
        name: nameOf(file.path),
        depth,
        open: isOpen,
        position: i + 1,
        size: files.length,
      });
      if (isOpen) add(file.path, depth + 1);
    });
    const what = noteOf(directory);
    if (what !== undefined) rows.push({ kind: 'note', path, depth, what });
  };
  add('', 0);
  return rows;
}

function noteOf(directory: Loaded | undefined) {
  if (directory === undefined || directory.state === 'loading') return 'loading' as const;
  if (directory.state === 'failed') return 'failed' as const;
  if (directory.next !== null) return 'more' as const;
  return directory.files.length === 0 ? ('empty' as const) : undefined;
}
