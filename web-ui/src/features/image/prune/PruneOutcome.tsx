import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { HostPrune, Prune } from '@/shared/api/model';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { isOver } from './prune.api';
import classes from './Prune.module.css';

/** What each host did; a host that failed takes nothing from the others. */
export function PruneOutcome({ result, onClose }: { result: UseQueryResult<Prune>; onClose: () => void }) {
  const prune = result.data;
  const removed = prune?.hosts.reduce((sum, host) => sum + host.removed.length, 0) ?? 0;
  return (
    <div className={classes.plan}>
      {result.isError && <ProblemNotice error={result.error} />}
      {prune === undefined && !result.isError && <Loading rows={2} />}
      {prune !== undefined && (
        <>
          <p className={classes.sum} aria-live="polite">
            {!isOver(prune) && 'Under way. '}
            {prune.state === 'CANCELLED' && 'Cancelled. '}
            <strong>{count(removed, 'image')}</strong> removed, <strong>{bytes(prune.freedBytes)}</strong> of
            disk came back.
          </p>
          {prune.hosts.map((host) => (
            <HostOutcome key={host.hostId} host={host} />
          ))}
        </>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>{isOver(prune) ? 'Done' : 'Close, it goes on'}</Button>
      </Group>
    </div>
  );
}

function HostOutcome({ host }: { host: HostPrune }) {
  const failed = host.problem !== null;
  return (
    <div className={classes.host}>
      <h3>
        <span className={classes.mark} data-tone={failed ? 'bad' : 'ok'}>
          {failed ? <IconAlertTriangle size={17} aria-hidden /> : <IconCircleCheck size={17} aria-hidden />}
        </span>
        {host.hostName}
        <span className={classes.quiet}>
          {failed
            ? 'nothing was removed'
            : `${count(host.removed.length, 'image')}, ${bytes(host.freedBytes)} back`}
        </span>
      </h3>
      {host.problem !== null && (
        <p className={classes.trouble}>
          {host.problem.why}. {host.problem.action}
        </p>
      )}
      {host.skipped.length > 0 && (
        <>
          <p className={classes.quiet}>Stayed, because something changed since the preview:</p>
          <ul className={classes.images}>
            {host.skipped.map((image) => (
              <li key={image.digest}>
                <code>
                  {image.references.map(shortReference).join(', ') ||
                    `${shortDigest(image.digest)} (no name)`}
                </code>
                <span className={classes.why}>{image.why}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
