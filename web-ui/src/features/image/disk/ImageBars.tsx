import { useState } from 'react';
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Disk } from '@/shared/api/model';
import { bytes, count, shortDigest } from '@/shared/text/format';
import { nameOf, segmentsOf } from './parts';
import classes from './Disk.module.css';

type ImageUse = Disk['images'][number];

/** Every image as a bar of its layers: what it shares looks the same in each image that shares it. */
export function ImageBars({ disk }: { disk: Disk }) {
  const images = [...disk.images].sort((a, b) => b.sizeBytes - a.sizeBytes);
  const largest = Math.max(1, ...images.map(({ sizeBytes }) => sizeBytes));
  const [pointed, setPointed] = useState<string | null>(null);
  return (
    <div>
      <p className={classes.key}>
        <span className={classes.dot} data-tone="own" aria-hidden />
        <span>layers that only this image has</span>
        <span className={classes.dot} data-tone="shared" aria-hidden />
        <span>
          layers that others have, too: they lie on the disk once. Point at one to see where else it is
        </span>
      </p>
      <ul className={classes.images}>
        {images.map((image) => (
          <Bar
            key={image.digest}
            image={image}
            disk={disk}
            largest={largest}
            pointed={pointed}
            onPoint={setPointed}
          />
        ))}
      </ul>
    </div>
  );
}

interface BarProps {
  image: ImageUse;
  disk: Disk;
  /** What the longest bar stands for, in bytes. */
  largest: number;
  pointed: string | null;
  onPoint: (diffId: string | null) => void;
}

function Bar({ image, disk, largest, pointed, onPoint }: BarProps) {
  const [open, setOpen] = useState(false);
  const segments = segmentsOf(image.layers, disk);
  const shared = image.sizeBytes - image.uniqueBytes;
  return (
    <li>
      <div className={classes.imageHead}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          style={{ visibility: image.sharedWith.length === 0 ? 'hidden' : undefined }}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          aria-label={`With whom ${nameOf(image)} shares`}
        >
          {open ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
        </ActionIcon>
        <Link to="/images/$digest" params={{ digest: image.digest }} className={classes.name}>
          {nameOf(image)}
        </Link>
        <span className={classes.numbers}>
          <strong>{bytes(image.sizeBytes)}</strong>
          <span>{bytes(image.uniqueBytes)} own</span>
          <span>{bytes(shared)} shared</span>
          <span>{use(image)}</span>
        </span>
      </div>
      <div
        className={classes.layers}
        style={{ width: `calc((100% - 28px) * ${Math.max(0.02, image.sizeBytes / largest)})` }}
        role="img"
        aria-label={`${nameOf(image)}: ${count(segments.length, 'layer')}, ${bytes(image.uniqueBytes)} its own, ${bytes(shared)} shared`}
      >
        {segments.map((segment, i) => (
          <span
            key={`${segment.diffId}-${i}`}
            data-tone={segment.images > 1 ? 'shared' : 'own'}
            data-pointed={pointed === segment.diffId || undefined}
            style={{ flexGrow: segment.bytes }}
            title={`Layer ${shortDigest(segment.diffId)}: ${bytes(segment.bytes)}, in ${count(segment.images, 'image')}`}
            onPointerEnter={() => onPoint(segment.diffId)}
            onPointerLeave={() => onPoint(null)}
          />
        ))}
      </div>
      {open && <SharedWith image={image} disk={disk} />}
    </li>
  );
}

function use(image: ImageUse): string {
  if (image.usedBy.length === 0) return `${bytes(image.reclaimableBytes)} back if removed`;
  return `used by ${image.usedBy.slice(0, 3).join(', ')}${image.usedBy.length > 3 ? ' and others' : ''}`;
}

function SharedWith({ image, disk }: { image: ImageUse; disk: Disk }) {
  return (
    <ul className={classes.shares}>
      {image.sharedWith.map((share) => {
        const other = disk.images.find(({ digest }) => digest === share.digest);
        return (
          <li key={share.digest}>
            <span>{bytes(share.bytes)} with</span>
            <Link to="/images/$digest" params={{ digest: share.digest }}>
              {other === undefined ? shortDigest(share.digest) : nameOf(other)}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
