import { useState } from 'react';
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { ChosenSheets } from './ChosenSheets';

const image = `sha256:${'a'.repeat(64)}`;

function Held() {
  const [layers, setLayers] = useState([0, 1, 2].map((layer) => ({ image, layer })));
  return (
    <ChosenSheets
      layers={layers}
      known={undefined}
      inConflict={new Set()}
      looked={0}
      onLook={() => undefined}
      onChange={setLayers}
    />
  );
}

const order = () => screen.getAllByRole('listitem').map((row) => row.querySelector('code')?.textContent);

it('moves a sheet by keyboard and goes on with it', async () => {
  render(<Held />, { wrapper: MantineProvider });
  expect(order()).toEqual(['layer 3', 'layer 2', 'layer 1']);
  await userEvent.tab();
  await userEvent.keyboard('{Alt>}{ArrowDown}{ArrowDown}{ArrowDown}{/Alt}');
  expect(order()).toEqual(['layer 2', 'layer 1', 'layer 3']);
  expect(document.activeElement).toHaveTextContent('layer 3');
});

it('moves by buttons, and takes out', async () => {
  render(<Held />, { wrapper: MantineProvider });
  await userEvent.click(screen.getByRole('button', { name: 'Move up: layer 1' }));
  expect(order()).toEqual(['layer 3', 'layer 1', 'layer 2']);
  await userEvent.click(screen.getByRole('button', { name: 'Take out: layer 3' }));
  expect(order()).toEqual(['layer 1', 'layer 2']);
  expect(screen.getByRole('button', { name: 'Move up: layer 1' })).toBeDisabled();
});
