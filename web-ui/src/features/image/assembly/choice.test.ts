import { expect, it } from 'vitest';
import { choicesOf, moved, textOf } from './choice';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const three = [0, 1, 2].map((layer) => ({ image: digest('a'), layer }));

it('comes back from an address as it went there, and what is no choice is left out', () => {
  expect(choicesOf(textOf(three))).toEqual(three);
  expect(choicesOf(`${digest('b')}@4,sha256:short@1,${digest('b')},x`)).toEqual([
    { image: digest('b'), layer: 4 },
  ]);
  expect(choicesOf(undefined)).toEqual([]);
});

it('moves one sheet up or down and never out of the stack', () => {
  expect(moved(three, 0, 1).map(({ layer }) => layer)).toEqual([1, 0, 2]);
  expect(moved(three, 2, 0).map(({ layer }) => layer)).toEqual([2, 0, 1]);
  expect(moved(three, 0, -1)).toBe(three);
  expect(moved(three, 2, 3)).toBe(three);
});
