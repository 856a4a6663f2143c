import { IconPlugConnectedX } from '@tabler/icons-react';
import { useLine } from '@/shared/live/live';
import { clockTime } from '@/shared/text/format';
import classes from './StaleBanner.module.css';

/** Says that the page is a picture of the past, and of when. */
export function StaleBanner() {
  const line = useLine();
  return (
    <div role="status" aria-live="polite">
      {line.state === 'lost' && line.since !== null && (
        <div className={classes.banner}>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>
            <strong>Connection lost</strong> — what you see is from {clockTime(line.since)}. Trying again by
            itself.
          </span>
        </div>
      )}
    </div>
  );
}
