import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '@/shared/ui/Copy';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { inspectQuery } from '../container.api';
import classes from './Inspect.module.css';

/** The engine's full record. */
export function Inspect({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery(inspectQuery(id));
  if (isPending) return <Loading rows={3} />;
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  const text = JSON.stringify(data, null, 2);
  return (
    <div className={classes.inspect}>
      <div className={classes.copy}>
        <CopyButton value={text} label="Copy JSON" />
      </div>
      {/* A scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label="Engine record">
        {text}
      </pre>
    </div>
  );
}
