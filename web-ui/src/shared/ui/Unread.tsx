import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Loading, ProblemNotice } from './Notice';
import { Page } from './Page';

interface UnreadProps {
  title: string;
  over: ReactNode;
  thing: UseQueryResult;
}

/** Stands in for the page of one thing that is being read or was refused. */
export function Unread({ title, over, thing: { error, refetch } }: UnreadProps) {
  if (error === null) return <Loading rows={4} height={90} />;
  return (
    <Page title={title} over={over}>
      <ProblemNotice error={error} retry={() => void refetch()} />
    </Page>
  );
}
