import { markHits } from './search';

test('a hit may cross colours', () => {
  const pieces = markHits([{ text: 'an er', bold: true }, { text: 'ror here' }], 'ERROR');
  expect(pieces.map(({ text, hit }) => [text, hit])).toEqual([
    ['an ', false],
    ['er', true],
    ['ror', true],
    [' here', false],
  ]);
});

test('nothing searched, nothing marked', () => {
  expect(markHits([{ text: 'abc' }], '')).toEqual([{ text: 'abc', hit: false }]);
});

test('every hit of a line is marked', () => {
  expect(markHits([{ text: 'aXaXa' }], 'x').filter((piece) => piece.hit)).toHaveLength(2);
});
