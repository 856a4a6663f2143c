import { QueryClient } from '@tanstack/react-query';
import { asProblem } from '@/shared/api/problem';

/** Live events say when to read again; a minute's staleness is only the guarantee behind them. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchInterval: 120_000,
      retry: (failures, error) => {
        const { status } = asProblem(error);
        return failures < 2 && (status === 0 || status >= 500);
      },
    },
  },
});
