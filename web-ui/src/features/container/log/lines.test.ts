import { LineBuffer, parsePart } from './lines';

const part = (text: string, more: { partial?: boolean; stream?: string; time?: string } = {}) => ({
  time: '2026-01-01T00:00:00.000000001Z',
  stream: 'stdout',
  partial: false,
  text,
  ...more,
});

test('a record that is no JSON is skipped', () => {
  expect(parsePart('{"time":')).toBeNull();
  expect(parsePart('null')).toBeNull();
  expect(parsePart('{"text":"x","stream":"stderr"}')).toEqual({
    time: '',
    stream: 'stderr',
    text: 'x',
    partial: false,
  });
});

test('parts of one stream become one line, whatever the other stream says in between', () => {
  const buffer = new LineBuffer();
  buffer.add(part('one ', { partial: true }));
  buffer.add(part('error', { stream: 'stderr' }));
  buffer.add(part('line'));
  expect(buffer.snapshot().map((line) => [line.text, line.stderr])).toEqual([
    ['error', true],
    ['one line', false],
  ]);
});

test('the oldest lines fall off and are counted', () => {
  const buffer = new LineBuffer({ lines: 100, characters: 1_000_000 });
  for (let i = 0; i < 1_000; i++) buffer.add(part(`line ${i}`));
  const lines = buffer.snapshot();
  expect(lines.length).toBeLessThanOrEqual(100);
  expect(lines.at(-1)?.text).toBe('line 999');
  expect(buffer.dropped + lines.length).toBe(1_000);
});

test('a flood of long lines stays within its characters', () => {
  const buffer = new LineBuffer({ lines: 1_000, characters: 10_000 });
  for (let i = 0; i < 100; i++) buffer.add(part('x'.repeat(1_000)));
  const kept = buffer.snapshot().reduce((sum, line) => sum + line.text.length, 0);
  expect(kept).toBeLessThanOrEqual(10_000);
});

test('a line of ten megabytes is cut', () => {
  const buffer = new LineBuffer();
  for (let i = 0; i < 10; i++) buffer.add(part('x'.repeat(1_000_000), { partial: i < 9 }));
  const [line] = buffer.snapshot();
  expect(line?.text).toMatch(/x … \(cut\)$/);
  expect(line?.text.length).toBeLessThan(33_000);
});

test('colours are not in the way of a search', () => {
  const buffer = new LineBuffer();
  buffer.add(part('\u001b[31mer\u001b[0mror'));
  expect(buffer.snapshot()[0]?.plain).toBe('error');
});
