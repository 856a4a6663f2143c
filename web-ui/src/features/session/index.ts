import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from './session.api';

export { sessionQuery, logOut } from './session.api';
export { safeTarget } from './target';

/** The logged-in user; only below the shell, which shows nothing to anybody else. */
export function useMe() {
  const { data } = useSuspenseQuery(sessionQuery);
  const user = data?.user ?? { id: '', name: '', role: 'VIEWER' as const };
  return { ...user, admin: user.role === 'ADMIN' };
}
