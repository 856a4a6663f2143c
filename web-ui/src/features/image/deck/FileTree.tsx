import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { keepPreviousData, useQueries, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ProblemNotice } from '@/shared/ui/Notice';
import { FileRow, NoteRow, ROW } from './FileRow';
import { directoryQuery, type View } from './layer.api';
import { ancestorsOf, parentOf } from './paths';
import { rowsOf, type Loaded, type Row } from './tree';
import classes from './FileTree.module.css';

/** Heights of the box, in pixels: no taller than its rows need, and never jumpy when it has few. */
const TALLEST = 640;
const LOWEST = 240;

interface FileTreeProps {
  view: View;
  /** Whether sizes are of what changed. */
  alone: boolean;
  chosen: string | undefined;
  onChoose: (path: string) => void;
  /** Shown instead of a tree without a file. */
  empty: ReactNode;
}

/** The files of a sheet or stack; a directory's content is fetched when it is opened. */
export function FileTree({ view, alone, chosen, onChoose, empty }: FileTreeProps) {
  const { open, toggle, more, directories, failure, retry } = useDirectories(view, chosen);
  const rows = rowsOf(open, (path) => directories.get(path));
  const [at, setAt] = useState(chosen);
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 16,
  });
  const current = Math.max(
    0,
    rows.findIndex((row) => row.kind === 'file' && row.file.path === at),
  );
  const wanted = rows.findIndex((row) => row.kind === 'file' && row.file.path === chosen);
  const known = wanted >= 0;
  useEffect(() => {
    if (known) list.scrollToIndex(wanted, { align: 'auto' });
    // Scrolls to what was chosen once it is there, not whenever rows above it come or go.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen, known]);
  const go = (to: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (row?.kind !== 'file') return;
    setAt(row.file.path);
    list.scrollToIndex(rows.indexOf(row));
  };
  const act = (row: Row) => {
    if (row.kind === 'note') return;
    setAt(row.file.path);
    if (row.file.kind === 'DIRECTORY') toggle(row.file.path);
    else onChoose(row.file.path);
  };
  const onKey = (event: React.KeyboardEvent) => {
    const row = rows[current];
    if (row?.kind !== 'file') return;
    const directory = row.file.kind === 'DIRECTORY';
    const parent = rows.findIndex(
      (other) => other.kind === 'file' && other.file.path === parentOf(row.file.path),
    );
    const deed = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => act(row),
      ' ': () => act(row),
      ArrowRight: () => (directory && !row.open ? toggle(row.file.path) : go(current + 1)),
      ArrowLeft: () => (row.open ? toggle(row.file.path) : parent >= 0 && go(parent)),
    }[event.key];
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  };
  if (failure !== null && rows.length <= 1) return <ProblemNotice error={failure} retry={retry} />;
  if (rows.length === 1 && rows[0]?.kind === 'note' && rows[0].what === 'empty') return empty;
  return (
    <div
      ref={box}
      className={classes.box}
      role="tree"
      aria-label="Files"
      aria-activedescendant={rows[current]?.kind === 'file' ? `file-${current}` : undefined}
      tabIndex={0}
      style={{ height: Math.min(TALLEST, Math.max(LOWEST, list.getTotalSize() + 2)) }}
      onKeyDown={onKey}
    >
      <div role="none" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const place = { transform: `translateY(${item.start}px)` };
          return row.kind === 'file' ? (
            <FileRow
              key={item.key}
              id={`file-${item.index}`}
              row={row}
              alone={alone}
              at={item.index === current}
              chosen={row.file.path === chosen}
              place={place}
              onAct={() => act(row)}
            />
          ) : (
            <NoteRow key={item.key} row={row} place={place}>
              <Button size="compact-xs" variant="subtle" onClick={() => more(row.path)}>
                Show more
              </Button>
            </NoteRow>
          );
        })}
      </div>
    </div>
  );
}

/** Which directories are open, and what is in them; those above the chosen file are. */
function useDirectories(view: View, chosen: string | undefined) {
  const client = useQueryClient();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set(['']));
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map());
  const [led, setLed] = useState<string>();
  if (chosen !== led) {
    setLed(chosen);
    if (chosen !== undefined) setToggled(new Set([...toggled, ...ancestorsOf(chosen)]));
  }
  const paths = [...toggled];
  const results = useQueries({
    queries: paths.map((path) => ({
      ...directoryQuery(client, view, path, pages.get(path) ?? 1),
      placeholderData: keepPreviousData,
      retry: false,
    })),
  });
  const directories = new Map(
    results.map((result, i): [string, Loaded] => [
      paths[i] ?? '',
      result.data ?? { files: [], next: null, state: result.isError ? 'failed' : 'loading' },
    ]),
  );
  const root = results[paths.indexOf('')];
  return {
    open: toggled,
    directories,
    failure: root?.error ?? null,
    retry: () => void root?.refetch(),
    toggle: (path: string) => {
      const next = new Set(toggled);
      if (!next.delete(path)) next.add(path);
      setToggled(next);
    },
    more: (path: string) => setPages(new Map(pages).set(path, (pages.get(path) ?? 1) + 1)),
  };
}
