import type { ReactNode } from 'react';
import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { asProblem } from '@/shared/api/problem';
import { Sheets } from './Sheets';
import classes from './Notice.module.css';

/** Nothing here, and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <Sheets />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** A refusal: what was tried, why it can't be, what to do. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = asProblem(error);
  const why = problem.why ?? (problem.message === problem.title ? undefined : problem.message);
  return (
    <div className={classes.problem} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <div className={classes.problemWords}>
        <strong>{problem.title}</strong>
        {problem.tried !== undefined && problem.why !== undefined && (
          <p className={classes.tried}>{problem.tried}</p>
        )}
        {why !== undefined && <p>{why}</p>}
        {Object.entries(problem.fields).map(([field, text]) => (
          <p key={field}>
            <code>{field}</code> {text}
          </p>
        ))}
        {problem.action !== undefined && <p className={classes.action}>{problem.action}</p>}
        {problem.requestId !== undefined && <p className={classes.request}>Request {problem.requestId}</p>}
        {retry !== undefined && (
          <Button size="xs" variant="default" mt={8} leftSection={<IconRefresh size={14} />} onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

export function Loading({ rows = 5, height = 36 }: { rows?: number; height?: number }) {
  return (
    <div className={classes.loading} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={height} radius="md" />
      ))}
    </div>
  );
}
