import { PLATFORMS, platformProblem } from './platform';

test.each(['', ...PLATFORMS, 'windows(10.0.20348)/amd64', 'LINUX/ARM64/v8'])('takes %s', (text) => {
  expect(platformProblem(text)).toBeNull();
});

test.each(['linux', 'linux/', 'linux amd64', 'linux/amd64/v2/x', 'windows()/amd64'])('refuses %s', (text) => {
  expect(platformProblem(text)).toContain('As in');
});
