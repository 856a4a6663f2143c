import type { Disk } from '@/shared/api/model';
import { shortDigest, shortReference } from '@/shared/text/format';

export interface Part {
  name: string;
  bytes: number;
  /** What it is, for people who do not know the store. */
  what: string;
  tone: 'layers' | 'content' | 'containers' | 'arriving' | 'other';
}

/** What the store is made of; together they are its total. */
export function partsOf(disk: Disk): Part[] {
  const parts: Part[] = [
    { name: 'Unpacked layers', bytes: disk.layerBytes, what: 'what containers stand on', tone: 'layers' },
    {
      name: 'Content',
      bytes: disk.contentBytes,
      what: 'layers as they came, mostly compressed; for pushing, saving and copying',
      tone: 'content',
    },
    {
      name: 'Containers',
      bytes: disk.containerBytes,
      what: 'what containers wrote, and their logs',
      tone: 'containers',
    },
    { name: 'Arriving', bytes: disk.arrivingBytes, what: 'imports and pulls under way', tone: 'arriving' },
    {
      name: 'Other',
      bytes: disk.recordBytes + disk.otherBytes,
      what: 'records and addresses',
      tone: 'other',
    },
  ];
  return parts.filter(({ bytes }) => bytes > 0);
}

/** What the images would take if each had all its layers for itself, minus what they take. */
export function savedBy(disk: Disk): number {
  const apart = disk.images.reduce((sum, image) => sum + image.sizeBytes, 0);
  const together = unionOf(disk);
  return Math.max(0, apart - together);
}

function unionOf(disk: Disk): number {
  const layers = disk.layers.reduce((sum, layer) => sum + layer.layerBytes + layer.contentBytes, 0);
  const own = disk.images.reduce((sum, image) => sum + image.sizeBytes - ofLayers(image.layers, disk), 0);
  return layers + own;
}

function ofLayers(diffIds: string[], disk: Disk): number {
  const wanted = new Set(diffIds);
  return disk.layers
    .filter(({ diffId }) => wanted.has(diffId))
    .reduce((sum, layer) => sum + layer.layerBytes + layer.contentBytes, 0);
}

export interface Segment {
  diffId: string;
  bytes: number;
  /** How many images of the host have the layer. */
  images: number;
}

/** An image's layers from the lowest to the highest, as wide as what they take. */
export function segmentsOf(diffIds: string[], disk: Disk): Segment[] {
  const layers = new Map(disk.layers.map((layer) => [layer.diffId, layer]));
  return diffIds.flatMap((diffId) => {
    const layer = layers.get(diffId);
    return layer === undefined
      ? []
      : [{ diffId, bytes: layer.layerBytes + layer.contentBytes, images: layer.images.length }];
  });
}

export const nameOf = (image: { digest: string; references: string[] }) =>
  image.references[0] === undefined ? shortDigest(image.digest) : shortReference(image.references[0]);
