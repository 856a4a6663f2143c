import { asProblem, type Problem } from '@/shared/api/problem';
import { readLog } from '../container.api';
import { LineBuffer, parsePart, type Line } from './lines';

export interface LogView {
  lines: readonly Line[];
  /** Whether the host may keep lines that are not here. */
  older: boolean;
  state: 'loading' | 'live' | 'ended' | 'lost';
  problem: Problem | null;
}

const TAIL = 5_000;
const RETRY_MS = 2_000;
const TOGETHER_MS = 80;

/**
 * A container's log while somebody looks at it; goes on where it stopped when the line breaks. With a text it is no
 * longer live: the host's whole log is gone through once, and the lines that hold the text are kept.
 */
export class LogFeed {
  private readonly buffer = new LineBuffer();
  private readonly listeners = new Set<() => void>();
  private view: LogView = { lines: [], older: false, state: 'loading', problem: null };
  private records = 0;
  private end: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly containerId: string,
    readonly contains: string | null = null,
  ) {}

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
    const from = after !== null ? { since: after } : this.contains === null ? { tail: TAIL } : {};
    const options = { ...from, contains: this.contains ?? undefined, follow: this.contains === null };
    for await (const batch of readLog(this.containerId, options, signal)) {
      for (const json of batch) {
        const part = parsePart(json);
        // Times are RFC 3339 with nanoseconds, so their order is that of their letters.
        if (part === null || (after !== null && part.time <= after)) continue;
        this.records++;
        this.buffer.add(part);
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
    const older = this.buffer.dropped > 0 || (this.contains === null && this.records >= TAIL);
    this.view = { ...change, lines: this.buffer.snapshot(), older };
    for (const listener of this.listeners) listener();
  }
}

const aborted = (signal: AbortSignal) => signal.aborted;
