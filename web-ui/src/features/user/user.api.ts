import { queryOptions } from '@tanstack/react-query';
import { get, patch, post, remove } from '@/shared/api/client';
import type { Page, Role, User } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';

export const usersQuery = pagesOf(['users', 'list'], (cursor, signal) =>
  get<Page<User>>('/users', { cursor }, signal),
);

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', id],
    queryFn: ({ signal }) => get<User>(`/users/${id}`, undefined, signal),
  });

export const createUser = (user: { name: string; password: string; role: Role }) =>
  post<User>('/users', user);

export interface UserChange {
  role?: Role;
  enabled?: boolean;
  password?: string;
  currentPassword?: string;
}

/** Reads the newest version first, so that only a change made in the same moment is refused as stale. */
export async function changeUser(id: string, change: UserChange) {
  const { version } = await get<User>(`/users/${id}`);
  return patch<User>(`/users/${id}`, version, change);
}

export const removeUser = (id: string) => remove(`/users/${id}`);
