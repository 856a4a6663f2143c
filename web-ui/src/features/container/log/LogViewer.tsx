import { useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Container } from '@/shared/api/model';
import { count } from '@/shared/text/format';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { isUp } from '../state';
import { LogFeed, type LogView } from './feed';
import { LogRow } from './LogRow';
import { LogToolbar } from './LogToolbar';
import { SearchedPart } from './SearchedPart';
import { findLines } from './search';
import classes from './LogViewer.module.css';

/** A run has its own feed, so that a restart reads on instead of staying at the end. */
export function LogViewer({ container }: { container: Container }) {
  const [feed, setFeed] = useState(() => ({ run: runOf(container), of: new LogFeed(container.id) }));
  if (feed.run !== runOf(container)) setFeed({ run: runOf(container), of: new LogFeed(container.id) });
  const [search, setSearch] = useState<LogFeed | null>(null);
  const shown = search ?? feed.of;
  const view = useSyncExternalStore(shown.subscribe, shown.snapshot);
  return (
    <Viewer
      container={container}
      view={view}
      whole={search?.contains ?? null}
      onWhole={(text) => setSearch(text === null ? null : new LogFeed(container.id, text))}
    />
  );
}

const runOf = (container: Container) =>
  `${container.id}/${container.run}/${container.status?.startedAt ?? ''}`;

interface ViewerProps {
  container: Container;
  view: LogView;
  /** What the whole log is searched for, instead of being followed. */
  whole: string | null;
  onWhole: (text: string | null) => void;
}

function Viewer({ container, view, whole, onWhole }: ViewerProps) {
  const { lines } = view;
  const [wrap, setWrap] = useState(true);
  const [times, setTimes] = useState(false);
  const [follow, setFollow] = useState(true);
  const [typed, setTyped] = useState('');
  const [hit, setHit] = useState<number | null>(null);
  const text = useDeferredValue(typed);
  const hits = useMemo(() => findLines(lines, text), [lines, text]);
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 20,
    overscan: 20,
    getItemKey: (i) => `${whole ?? ''}/${lines[i]?.number ?? i}`,
  });
  useEffect(() => {
    if (follow && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines, rows, wrap]);
  const current = hit === null ? -1 : hits.indexOf(hit);
  const step = (by: number) => {
    if (hits.length === 0) return;
    const from = current < 0 ? (by > 0 ? -1 : 0) : current;
    const next = hits[(from + by + hits.length) % hits.length] ?? 0;
    setFollow(false);
    setHit(next);
    rows.scrollToIndex(next, { align: 'center' });
  };
  return (
    <section className={classes.viewer} aria-label={`Log of ${container.name}`}>
      <LogToolbar
        container={container}
        text={typed}
        onText={(value) => {
          setTyped(value);
          setHit(null);
          onWhole(null);
        }}
        hits={hits.length}
        current={current}
        step={step}
        live={whole === null}
        options={{ follow, wrap, times }}
        onOptions={(options) => {
          setFollow(options.follow);
          setWrap(options.wrap);
          setTimes(options.times);
        }}
      />
      {view.problem !== null && <ProblemNotice error={view.problem} />}
      <SearchedPart view={view} text={text.trim()} whole={whole} onWhole={onWhole} />
      {lines.length === 0 && whole === null && view.state !== 'lost' && (
        <Nothing container={container} state={view.state} />
      )}
      <div
        ref={box}
        className={classes.box}
        hidden={lines.length === 0}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        // A scrollable region must be reachable by keyboard (WCAG 2.1.1).
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={({ currentTarget: el }) => {
          const atEnd = el.scrollHeight - el.scrollTop - el.clientHeight < 40;
          if (atEnd !== follow && (atEnd || rows.scrollDirection === 'backward')) setFollow(atEnd);
        }}
        data-wrap={wrap || undefined}
      >
        <div className={classes.all} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            return (
              <LogRow
                key={item.key}
                ref={rows.measureElement}
                index={item.index}
                start={item.start}
                line={line}
                times={times}
                text={text}
                lit={item.index === hit}
              />
            );
          })}
        </div>
      </div>
      <Foot view={view} up={isUp(container)} whole={whole !== null} />
      {!follow && whole === null && lines.length > 0 && (
        <Button
          className={classes.jump}
          size="xs"
          leftSection={<IconArrowDown size={14} />}
          onClick={() => setFollow(true)}
        >
          Newest
        </Button>
      )}
    </section>
  );
}

function Nothing({ container, state }: { container: Container; state: LogView['state'] }) {
  if (state === 'loading' && isUp(container)) return <Loading rows={1} />;
  if (isUp(container))
    return <Empty title="It has written nothing yet">Lines appear here as the program writes them.</Empty>;
  return <Empty title="It wrote nothing">What its program writes to stdout and stderr appears here.</Empty>;
}

function Foot({ view, up, whole }: { view: LogView; up: boolean; whole: boolean }) {
  const following = {
    loading: 'Waiting for lines',
    live: 'Live',
    ended: up ? 'The stream ended' : 'It has ended; this is all',
    lost: 'Connection lost; trying again',
  };
  const searching = {
    loading: 'Searching',
    live: 'Searching',
    ended: 'Lines that are written now are not among these',
    lost: 'Connection lost; trying again',
  };
  const words = (whole ? searching : following)[view.state];
  return (
    <div className={classes.foot} role="status">
      <span data-live={(view.state === 'live' && !whole) || undefined}>{words}</span>
      <span>
        {count(view.lines.length, 'line')}
        {view.older && !whole && ', the newest; the download has all'}
      </span>
    </div>
  );
}
