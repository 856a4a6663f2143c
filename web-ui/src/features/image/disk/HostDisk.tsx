import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMe } from '@/features/session';
import type { Disk, HostDiskUse } from '@/shared/api/model';
import { Problem } from '@/shared/api/problem';
import { bytes, count } from '@/shared/text/format';
import { Empty, ProblemNotice } from '@/shared/ui/Notice';
import { PruneDialog } from '../prune/PruneDialog';
import { ImageBars } from './ImageBars';
import { partsOf, savedBy } from './parts';
import classes from './Disk.module.css';

/** What one host's images and containers take. */
export function HostDisk({ host }: { host: HostDiskUse }) {
  const me = useMe();
  const [cleaning, setCleaning] = useState(false);
  if (host.disk === null)
    return host.problem === null ? null : <ProblemNotice error={new Problem(host.problem, 503)} />;
  const disk = host.disk;
  return (
    <div className={classes.disk}>
      <div className={classes.figures}>
        <Figure value={bytes(disk.totalBytes)} words="taken by images and containers" />
        <Figure value={bytes(savedBy(disk))} words="saved, because images share layers" />
        <Figure value={bytes(disk.reclaimableBytes)} words="in images that no container uses" />
        {me.admin && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconTrash size={15} />}
            disabled={disk.images.length === 0}
            onClick={() => setCleaning(true)}
          >
            Clean up…
          </Button>
        )}
      </div>
      <Parts disk={disk} />
      {disk.unneededBytes > 0 && (
        <p className={classes.quiet}>
          {bytes(disk.unneededBytes)} belong to no image, left by something that broke off; the host collects
          them by itself at its agent’s next start.
        </p>
      )}
      {disk.images.length === 0 ? <Empty title="No image on this host" /> : <ImageBars disk={disk} />}
      <PruneDialog opened={cleaning} hostId={host.hostId} onClose={() => setCleaning(false)} />
    </div>
  );
}

function Figure({ value, words }: { value: string; words: string }) {
  return (
    <div className={classes.figure}>
      <strong>{value}</strong>
      <span>{words}</span>
    </div>
  );
}

function Parts({ disk }: { disk: Disk }) {
  const parts = partsOf(disk);
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={words(disk)}>
        {parts.map((part) => (
          <span
            key={part.name}
            data-tone={part.tone}
            style={{ flexGrow: part.bytes }}
            title={`${part.name}: ${bytes(part.bytes)}`}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part) => (
          <li key={part.name}>
            <span className={classes.dot} data-tone={part.tone} aria-hidden />
            <span>
              {part.name} <strong>{bytes(part.bytes)}</strong>
              <span className={classes.quiet}> {part.what}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const words = (disk: Disk) =>
  `${bytes(disk.totalBytes)} in ${count(partsOf(disk).length, 'part')}: ${partsOf(disk)
    .map((part) => `${part.name} ${bytes(part.bytes)}`)
    .join(', ')}`;
