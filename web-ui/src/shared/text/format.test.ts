import { ago, bytes, duration, shortDigest, shortReference, took } from './format';

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [275 * 1024 ** 2, '275 MiB'],
  [64 * 1024 ** 3, '64 GiB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test.each([
  [12_000, '12 s'],
  [180_000, '3 min'],
  [7_500_000, '2 h 5 min'],
  [100 * 3_600_000, '4 d 4 h'],
  [59 * 86_400_000, '59 d'],
  [60 * 86_400_000, '2 months'],
  [400 * 86_400_000, '13 months'],
  [730 * 86_400_000, '23 months'],
  [731 * 86_400_000, '2 years'],
  [2519 * 86_400_000, '6 years'],
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('a moment ago is just now, even when the clocks differ', () => {
  expect(ago('2026-01-01T00:00:10Z', Date.parse('2026-01-01T00:00:00Z'))).toBe('just now');
});

test('names are shown as people type them', () => {
  expect(shortReference('docker.io/library/nginx:1.27')).toBe('nginx:1.27');
  expect(shortReference('docker.io/grafana/loki:3')).toBe('grafana/loki:3');
  expect(shortDigest(`sha256:${'ab'.repeat(32)}`)).toBe('abababababab');
});

test.each([
  [0, '0 ms'],
  [41.6, '42 ms'],
  [2_440, '2.4 s'],
  [61_000, '1 min'],
])('work that took %d ms took %s', (ms, text) => {
  expect(took(ms)).toBe(text);
});
