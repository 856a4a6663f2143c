import { asProblem, type Problem } from '@/shared/api/problem';
import { followLog } from '../container.api';
import { LineBuffer, parsePart, type Line } from './lines';

export interface LogView {
  lines: readonly Line[];
  dropped: number;
  state: 'loading' | 'live' | 'ended' | 'lost';
  problem: Problem | null;
}

const TAIL = 5_000;
const RETRY_MS = 2_000;
const TOGETHER_MS = 80;

/** A container's log while somebody looks at it; goes on where it stopped when the line breaks. */
export class LogFeed {
  private readonly buffer = new LineBuffer();
  private readonly listeners = new Set<() => void>();
  private view: LogView = { lines: [], dropped: 0, state: 'loading', problem: null };
  private end: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly containerId: string) {}

  readonly snapshot = (): LogView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.end === null) {
      this.end = new AbortController();
      void this.run(this.end.signal);
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.end?.abort();
      this.end = null;
    };
  };

  private async run(signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        await this.read(signal);
        this.show({ state: 'ended', problem: null });
        return;
      } catch (error) {
        if (aborted(signal)) return;
        const problem = asProblem(error);
        this.show({ state: 'lost', problem });
        if (problem.status >= 400 && problem.status < 500) return;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  private async read(signal: AbortSignal) {
    const after = this.buffer.newest;
    const from = after === null ? { tail: TAIL } : { since: after };
    for await (const batch of followLog(this.containerId, from, signal)) {
      for (const json of batch) {
        const part = parsePart(json);
        // Times are RFC 3339 with nanoseconds, so their order is that of their letters.
        if (part !== null && (after === null || part.time > after)) this.buffer.add(part);
      }
      this.soon();
    }
  }

  private soon() {
    this.timer ??= setTimeout(() => this.show({ state: 'live', problem: null }), TOGETHER_MS);
  }

  private show(change: Pick<LogView, 'state' | 'problem'>) {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.view = { ...change, lines: this.buffer.snapshot(), dropped: this.buffer.dropped };
    for (const listener of this.listeners) listener();
  }
}

const aborted = (signal: AbortSignal) => signal.aborted;
