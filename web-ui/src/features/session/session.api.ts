import { queryOptions } from '@tanstack/react-query';
import { get, post, remove } from '@/shared/api/client';
import { asProblem } from '@/shared/api/problem';
import type { Session } from '@/shared/api/model';

/** Who is logged in; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await get<Session>('/session');
    } catch (error) {
      if (asProblem(error).status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const logIn = (credentials: { name: string; password: string }) =>
  post<Session>('/session', credentials);

export const logOut = () => remove('/session');
