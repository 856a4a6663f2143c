import { exchange } from './client';
import type { Operation } from './model';

/** What became of long work: its result, or the operation that goes on without us. */
export type Outcome<T> = { done: true; result: T } | { done: false; operation: Operation };

/** Seconds that a click waits before its work goes on in the background. */
const PATIENCE = 4;

const handedOver = new Set<string>();

/** Whether this page was told that the operation goes on, so that its end deserves a message. */
export const wasHandedOver = (operationId: string) => handedOver.has(operationId);

export function handOver(operation: Operation) {
  handedOver.add(operation.id);
}

interface WorkOptions {
  body?: unknown;
  query?: Record<string, string | boolean | undefined>;
  key?: string;
  /** Seconds; less for work whose steps are shown. */
  patience?: number;
}

/** Starts long work; throws the problem it ended with when it ended in time. */
export async function work<T>(
  method: 'POST' | 'DELETE',
  path: string,
  options: WorkOptions = {},
): Promise<Outcome<T>> {
  const response = await exchange(method, path, {
    query: options.query,
    body: options.body,
    headers: {
      Prefer: `wait=${options.patience ?? PATIENCE}`,
      ...(options.key === undefined ? {} : { 'Idempotency-Key': options.key }),
    },
  });
  if (response.status === 202) {
    const operation = (await response.json()) as Operation;
    handOver(operation);
    return { done: false, operation };
  }
  return { done: true, result: (response.status === 204 ? undefined : await response.json()) as T };
}
