import { useSyncExternalStore } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { holdLine } from './events.api';
import { Invalidator } from './invalidate';

/** Since when the line is down; null while it is up or was never tried. */
interface Line {
  state: 'off' | 'up' | 'lost';
  /** Until when what the page shows was kept true. */
  since: Date | null;
}

let line: Line = { state: 'off', since: null };
const listeners = new Set<() => void>();

function become(next: Line) {
  line = next;
  for (const listener of listeners) listener();
}

/** Starts live changes; the returned function ends them. */
export function startLive(queries: QueryClient): () => void {
  const end = new AbortController();
  const invalidator = new Invalidator(queries);
  let opened = false;
  void holdLine(
    {
      onOpen: (resumed) => {
        // Without a last id nobody can say what was missed since the line dropped.
        if (opened && !resumed) invalidator.everything();
        opened = true;
        if (line.state === 'lost') void queries.invalidateQueries({ type: 'active' });
        become({ state: 'up', since: null });
      },
      onEvent: (event) => invalidator.take(event),
      onLost: () => {
        if (line.state !== 'lost') become({ state: 'lost', since: new Date() });
      },
    },
    end.signal,
  );
  return () => {
    end.abort();
    invalidator.stop();
    become({ state: 'off', since: null });
  };
}

export function useLine(): Line {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => line,
  );
}
