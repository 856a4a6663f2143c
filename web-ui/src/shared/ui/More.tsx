import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import classes from './More.module.css';

interface MoreProps {
  shown: number;
  total: number;
  busy: boolean;
  more: (() => void) | null;
}

/** The foot of a cursor list: reads on when it comes into view, and says how much there is. */
export function More({ shown, total, busy, more }: MoreProps) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const near = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (near && !busy) more?.();
  }, [near, busy, more]);
  return (
    <div className={classes.more} ref={ref}>
      <span>{shown < total ? `${shown} of ${total}` : `${total} in all`}</span>
      {more !== null && (
        <Button size="compact-xs" variant="subtle" loading={busy} onClick={more}>
          Show more
        </Button>
      )}
    </div>
  );
}
