import { url } from '@/shared/api/client';
import { EventParser, type LiveEvent } from './parse';

/** The server sends a comment every 10 s; two of them missing means that the line is dead. */
const SILENCE_MS = 25_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];

export interface LineListener {
  onOpen: (resumed: boolean) => void;
  onEvent: (event: LiveEvent) => void;
  onLost: () => void;
}

/**
 * Keeps one event stream open until the signal ends it. Not the browser's EventSource: that one gives up for good
 * on an HTTP error, forgets the last id when made anew, and never notices a line that died without a word.
 */
export async function holdLine(listener: LineListener, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  for (let failures = 0; !signal.aborted;) {
    try {
      await readLine(lastId, signal, {
        ...listener,
        onOpen: (resumed) => {
          failures = 0;
          listener.onOpen(resumed);
        },
        onEvent: (event) => {
          lastId = event.id ?? lastId;
          listener.onEvent(event);
        },
      });
    } catch {
      // Every failure has the same answer: say so, wait, try again.
    }
    if (aborted(signal)) return;
    listener.onLost();
    await pause(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? 8_000, signal);
  }
}

const aborted = (signal: AbortSignal) => signal.aborted;

async function readLine(lastId: string | null, signal: AbortSignal, listener: LineListener): Promise<void> {
  const line = new AbortController();
  const stop = () => line.abort();
  signal.addEventListener('abort', stop, { once: true });
  let watch = setTimeout(stop, SILENCE_MS);
  try {
    const response = await fetch(url('/events'), {
      headers: { Accept: 'text/event-stream', ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) },
      signal: line.signal,
      cache: 'no-store',
    });
    if (!response.ok || response.body === null) throw new Error(`events: ${response.status}`);
    listener.onOpen(lastId !== null);
    const parser = new EventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(watch);
      watch = setTimeout(stop, SILENCE_MS);
      parser.push(value).forEach(listener.onEvent);
    }
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', stop);
    line.abort();
  }
}

/** Ends early when the browser finds its network again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
