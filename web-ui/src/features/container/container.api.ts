import { exchange, get } from '@/shared/api/client';
import type { Container, ContainerSpec, Page, Phase } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';
import { thingOf } from '@/shared/api/thing';
import { work } from '@/shared/api/work';

export interface ContainerFilter {
  q?: string;
  hostId?: string;
  phase?: Phase;
  image?: string;
}

export const containersQuery = (filter: ContainerFilter = {}) =>
  pagesOf(['containers', 'list', filter], (cursor, signal) =>
    get<Page<Container>>('/containers', { ...filter, cursor, limit: 100 }, signal),
  );

export const containerQuery = (id: string) =>
  thingOf(['containers', id], (signal) => get<Container>(`/containers/${id}`, undefined, signal));

export const inspectQuery = (id: string) =>
  thingOf(['containers', id, 'inspect'], (signal) =>
    get<unknown>(`/containers/${id}/inspect`, undefined, signal),
  );

export interface NewContainer {
  name?: string;
  hostId?: string;
  spec: Partial<ContainerSpec> & { image: string };
  start: boolean;
}

export const createContainer = ({ body, key }: { body: NewContainer; key: string }) =>
  work<Container>('POST', '/containers', { body, key });

export type Deed = 'start' | 'stop' | 'restart' | 'kill' | 'remove';

export function actOn(id: string, deed: Deed, options: { force?: boolean } = {}) {
  if (deed === 'remove')
    return work<Container>('DELETE', `/containers/${id}`, { query: { force: options.force } });
  return work<Container>('POST', `/containers/${id}/${deed}`, {
    body: deed === 'kill' ? { signal: 'SIGKILL' } : deed === 'stop' ? {} : undefined,
  });
}

/** The log as a file's text; the server sends it as plain lines. */
export async function downloadLog(id: string): Promise<Blob> {
  const response = await exchange('GET', `/containers/${id}/logs`, { headers: { Accept: 'text/plain' } });
  return response.blob();
}

/** Lines of NDJSON as they come; ends with the stream or the signal. */
export async function* readLog(
  id: string,
  options: { tail?: number; since?: string; contains?: string; follow: boolean },
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const response = await exchange('GET', `/containers/${id}/logs`, {
    query: options,
    headers: { Accept: 'application/x-ndjson' },
    signal,
  });
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') yield [rest];
}
