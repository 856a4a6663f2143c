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
import { findLines } from './search';
import classes from './LogViewer.module.css';

/** A run has its own feed, so that a restart reads on instead of staying at the end. */
export function LogViewer({ container }: { container: Container }) {
  const [feed, setFeed] = useState(() => ({ run: runOf(container), of: new LogFeed(container.id) }));
  if (feed.run !== runOf(container)) setFeed({ run: runOf(container), of: new LogFeed(container.id) });
  const view = useSyncExternalStore(feed.of.subscribe, feed.of.snapshot);
  return <Viewer container={container} view={view} />;
}

const runOf = (container: Container) =>
  `${container.id}/${container.run}/${container.status?.startedAt ?? ''}`;

function Viewer({ container, view }: { container: Container; view: LogView }) {
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
    getItemKey: (i) => lines[i]?.number ?? i,
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
        }}
        hits={hits.length}
        current={current}
        step={step}
        options={{ follow, wrap, times }}
        onOptions={(options) => {
          setFollow(options.follow);
          setWrap(options.wrap);
          setTimes(options.times);
        }}
      />
      {view.problem !== null && <ProblemNotice error={view.problem} />}
      {lines.length === 0 && view.state !== 'lost' && <Nothing container={container} state={view.state} />}
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
      <Foot view={view} up={isUp(container)} />
      {!follow && lines.length > 0 && (
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

function Foot({ view, up }: { view: LogView; up: boolean }) {
  const words = {
    loading: 'Waiting for lines',
    live: 'Live',
    ended: up ? 'The stream ended' : 'It has ended; this is all',
    lost: 'Connection lost; trying again',
  }[view.state];
  return (
    <div className={classes.foot} role="status">
      <span data-live={view.state === 'live' || undefined}>{words}</span>
      <span>
        {count(view.lines.length, 'line')}
        {view.dropped > 0 && `; ${view.dropped.toLocaleString('en')} older ones are only in the download`}
      </span>
    </div>
  );
}
