import { get, patch, post, remove } from '@/shared/api/client';
import type { Host, HostState, JoinToken, Page } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';
import { thingOf } from '@/shared/api/thing';

export interface HostFilter {
  q?: string;
  state?: HostState;
}

export const hostsQuery = (filter: HostFilter = {}) =>
  pagesOf(['hosts', 'list', filter], (cursor, signal) =>
    get<Page<Host>>('/hosts', { ...filter, cursor, limit: 100 }, signal),
  );

export const hostQuery = (id: string) =>
  thingOf(['hosts', id], (signal) => get<Host>(`/hosts/${id}`, undefined, signal));

export const createJoinToken = (name: string) =>
  post<JoinToken>('/hosts/join-tokens', name === '' ? {} : { name });

export const renameHost = (host: Host, name: string) =>
  patch<Host>(`/hosts/${host.id}`, host.version, { name });

export const forgetHost = (id: string, force: boolean) => remove(`/hosts/${id}`, { force });
