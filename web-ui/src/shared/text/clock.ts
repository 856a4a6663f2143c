import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The time now, in ms; one timer for the whole page. */
export function useNow(everyMs = 1_000): number {
  const rounded = useSyncExternalStore(subscribe, () => Math.floor(now / everyMs) * everyMs);
  return everyMs === 1_000 ? rounded : Math.max(rounded, now);
}
