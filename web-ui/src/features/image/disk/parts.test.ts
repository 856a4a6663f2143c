import { expect, it } from 'vitest';
import type { Disk } from '@/shared/api/model';
import { partsOf, savedBy, segmentsOf } from './parts';

const disk = {
  totalBytes: 1000,
  layerBytes: 600,
  contentBytes: 300,
  containerBytes: 0,
  arrivingBytes: 0,
  recordBytes: 60,
  otherBytes: 40,
  images: [
    { digest: 'a', sizeBytes: 310, layers: ['base', 'a'] },
    { digest: 'b', sizeBytes: 410, layers: ['base', 'b'] },
  ],
  layers: [
    { diffId: 'base', layerBytes: 150, contentBytes: 50, images: ['a', 'b'] },
    { diffId: 'a', layerBytes: 80, contentBytes: 20, images: ['a'] },
    { diffId: 'b', layerBytes: 150, contentBytes: 50, images: ['b'] },
  ],
} as unknown as Disk;

it('shows parts that add up to the total and leaves out the empty ones', () => {
  const parts = partsOf(disk);
  expect(parts.map(({ name }) => name)).toEqual(['Unpacked layers', 'Content', 'Other']);
  expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(disk.totalBytes);
});

it('says what sharing saves: what all would take alone, minus what they take together', () => {
  expect(savedBy(disk)).toBe(200);
});

it('draws an image as its layers, each with how many images have it', () => {
  expect(segmentsOf(['base', 'a', 'gone'], disk)).toEqual([
    { diffId: 'base', bytes: 200, images: 2 },
    { diffId: 'a', bytes: 100, images: 1 },
  ]);
});
