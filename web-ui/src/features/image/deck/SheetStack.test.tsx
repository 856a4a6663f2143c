import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import type { ImageLayer } from '@/shared/api/model';
import { dotsOf, SheetStack } from './SheetStack';

const layer = (number: number, change: Partial<ImageLayer>): ImageLayer => ({
  number,
  diffId: `sha256:${String(number).repeat(64)}`,
  sizeBytes: 10,
  createdBy: `RUN step ${number}`,
  createdAt: null,
  files: 1,
  bytes: 10,
  added: 0,
  addedBytes: 0,
  modified: 0,
  modifiedBytes: 0,
  removed: 0,
  removedBytes: 0,
  sharedWith: [],
  ...change,
});

it('shows the top sheet first, each with its command and its changes', () => {
  const layers = [layer(0, { added: 1200 }), layer(1, { modified: 2, removed: 1 }), layer(2, {})];
  render(<SheetStack layers={layers} chosen={2} through={false} onChoose={vi.fn()} />, {
    wrapper: MantineProvider,
  });
  const sheets = screen.getAllByRole('radio');
  expect(sheets.map((sheet) => sheet.textContent)).toEqual([
    expect.stringContaining('no files changed'),
    expect.stringContaining('~2 changed−1 removed'),
    expect.stringContaining('+1,200 added'),
  ]);
  expect(sheets[0]).toBeChecked();
});

it('is walked through with the arrow keys, as it lies: down is a sheet below', async () => {
  const onChoose = vi.fn();
  const layers = [layer(0, {}), layer(1, {}), layer(2, {})];
  render(<SheetStack layers={layers} chosen={2} through={false} onChoose={onChoose} />, {
    wrapper: MantineProvider,
  });
  await userEvent.tab();
  await userEvent.keyboard('{ArrowDown}{Home}{End}');
  expect(onChoose.mock.calls).toEqual([[1], [2], [0]]);
});

it('draws a dot at least for each kind of change, however rare', () => {
  expect(dotsOf(layer(0, { added: 9000, removed: 1 }))).toContain('REMOVED');
  expect(dotsOf(layer(0, { added: 9000, modified: 1, removed: 1 })).length).toBeLessThanOrEqual(8);
  expect(dotsOf(layer(0, {}))).toEqual([]);
});
