import type { LayerFile } from '@/shared/api/model';

export type Mark = 'ADDED' | 'MODIFIED' | 'REMOVED' | 'HIDDEN' | 'UNCHANGED';

/** Each mark has a sign and a word beside its colour, so that nobody has to tell green from red. */
export const MARKS: Record<Mark, { sign: string; word: string }> = {
  ADDED: { sign: '+', word: 'added' },
  MODIFIED: { sign: '~', word: 'changed' },
  REMOVED: { sign: '−', word: 'removed' },
  HIDDEN: { sign: '×', word: 'hidden by a sheet in between' },
  UNCHANGED: { sign: '', word: 'from a sheet below' },
};

export const markOf = (file: LayerFile) => file.mark as Mark;

/** What a whole directory looks like from outside: its own mark, or that something in it changed. */
export function signOf(file: LayerFile): { sign: string; word: string; mark: Mark } {
  const mark = markOf(file);
  if (mark === 'UNCHANGED' && file.kind === 'DIRECTORY' && changesIn(file) > 0)
    return { sign: '·', word: 'changes inside', mark: 'MODIFIED' };
  return { ...MARKS[mark], mark };
}

export const changesIn = (file: LayerFile) => file.added + file.modified + file.removed;

export const KINDS: Record<string, string> = {
  FILE: 'file',
  DIRECTORY: 'directory',
  SYMLINK: 'symbolic link',
  HARDLINK: 'hard link',
  CHAR: 'character device',
  BLOCK: 'block device',
  FIFO: 'pipe',
};
