import { useState } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { HostPrunePlan, PruneEntry, PrunePlan } from '@/shared/api/model';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { Ago } from '@/shared/ui/Time';
import { goingIn } from './rules';
import classes from './Prune.module.css';

interface PrunePreviewProps {
  plan: PrunePlan;
  /** Whether the plan is by the rules that are chosen now. */
  fresh: boolean;
  spared: string[];
  onSpare: (digest: string, spared: boolean) => void;
}

export function PrunePreview({ plan, fresh, spared, onSpare }: PrunePreviewProps) {
  const going = goingIn(plan);
  return (
    <section className={classes.preview} aria-label="What would go" data-old={!fresh || undefined}>
      <p className={classes.sum} aria-live="polite">
        {going === 0 ? (
          'By these rules nothing goes.'
        ) : (
          <>
            <strong>{count(going, 'image')}</strong> would go, <strong>{bytes(plan.freedBytes)}</strong> of
            disk would come back. Layers that an image shares with one that stays are not counted: they stay.
          </>
        )}
      </p>
      {plan.hosts.map((host) => (
        <HostPart key={host.hostId} host={host} spared={spared} onSpare={onSpare} />
      ))}
    </section>
  );
}

interface HostPartProps {
  host: HostPrunePlan;
  spared: string[];
  onSpare: (digest: string, spared: boolean) => void;
}

function HostPart({ host, spared, onSpare }: HostPartProps) {
  const [showing, setShowing] = useState(false);
  const offered = host.images.filter((image) => image.goes || spared.includes(image.digest));
  const staying = host.images.filter((image) => !offered.includes(image));
  return (
    <div className={classes.host}>
      <h3>
        {host.hostName}
        <span className={classes.quiet}>
          {host.problem === null ? `${bytes(host.freedBytes)} back` : 'not asked'}
        </span>
      </h3>
      {host.problem !== null && (
        <p className={classes.trouble}>
          <IconAlertTriangle size={15} aria-hidden /> Left out: {host.problem.why}. {host.problem.action}
        </p>
      )}
      {offered.length > 0 && (
        <ul className={classes.images}>
          {offered.map((image) => (
            <li key={image.digest}>
              <Checkbox
                size="xs"
                checked={image.goes && !spared.includes(image.digest)}
                onChange={(event) => onSpare(image.digest, !event.currentTarget.checked)}
                label={<ImageName image={image} />}
              />
              <span className={classes.why}>
                {image.goes && !spared.includes(image.digest) ? image.why : 'stays, because you say so'}; came{' '}
                <Ago time={image.arrivedAt} />
              </span>
              <Size image={image} />
            </li>
          ))}
        </ul>
      )}
      {staying.length > 0 && (
        <>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={showing ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            aria-expanded={showing}
            onClick={() => setShowing(!showing)}
          >
            {count(staying.length, 'image stays', 'images stay')}
          </Button>
          {showing && (
            <ul className={classes.images}>
              {staying.map((image) => (
                <li key={image.digest} className={classes.stays}>
                  <ImageName image={image} />
                  <span className={classes.why}>{image.why}</span>
                  <Size image={image} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

function ImageName({ image }: { image: PruneEntry }) {
  return (
    <code title={[...image.references, image.digest].join('\n')}>
      {image.references.length === 0
        ? `${shortDigest(image.digest)} (no name)`
        : image.references.map(shortReference).join(', ')}
    </code>
  );
}

/** An image's size beside what it alone has, when these differ. */
function Size({ image }: { image: PruneEntry }) {
  return (
    <span className={classes.size} title={`${bytes(image.uniqueBytes)} of it only this image has`}>
      {bytes(image.sizeBytes)}
      {image.uniqueBytes < image.sizeBytes && (
        <span className={classes.quiet}> ({bytes(image.uniqueBytes)} own)</span>
      )}
    </span>
  );
}
