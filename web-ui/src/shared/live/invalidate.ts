import type { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from './parse';

/** What else shows facts of a topic: a container's end changes its host's counts and its image's users. */
const ALSO: Record<string, string[]> = {
  containers: ['hosts', 'images', 'system'],
  images: ['hosts', 'system'],
  hosts: ['containers', 'system'],
};

const TOGETHER_MS = 150;

/**
 * Turns events into "read again". Query keys start with the topic; the second part is 'list' or an id.
 * Events that arrive together are one round of reading.
 */
export class Invalidator {
  private readonly waiting = new Map<string, Set<string>>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly queries: QueryClient) {}

  take(event: LiveEvent) {
    if (event.event === 'reset') {
      this.everything();
      return;
    }
    if (event.event !== 'change') return;
    const change = parseChange(event.data);
    if (change === null) return;
    this.ids(change.topic).add(change.id);
    this.timer ??= setTimeout(() => this.flush(), TOGETHER_MS);
  }

  everything() {
    void this.queries.invalidateQueries();
  }

  stop() {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.waiting.clear();
  }

  private ids(topic: string): Set<string> {
    const known = this.waiting.get(topic);
    if (known !== undefined) return known;
    const fresh = new Set<string>();
    this.waiting.set(topic, fresh);
    return fresh;
  }

  private flush() {
    this.timer = null;
    const changed = new Map(this.waiting);
    this.waiting.clear();
    const lists = new Set([...changed.keys()].flatMap((topic) => ALSO[topic] ?? []));
    void this.queries.invalidateQueries({
      predicate: ({ queryKey: [topic, part] }) => {
        if (typeof topic !== 'string') return false;
        const ids = changed.get(topic);
        if (ids !== undefined && (part === 'list' || ids.has(String(part)))) return true;
        return lists.has(topic);
      },
    });
  }
}

function parseChange(data: string): { topic: string; id: string } | null {
  try {
    const change = JSON.parse(data) as { topic?: unknown; id?: unknown };
    return typeof change.topic === 'string' ? { topic: change.topic, id: String(change.id) } : null;
  } catch {
    return null;
  }
}
