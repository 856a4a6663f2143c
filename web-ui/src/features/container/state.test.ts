import type { Container, ContainerStatus } from '@/shared/api/model';
import { portUrl } from './ports';
import { exitWords, lookOf, sinceWords } from './state';

function container(status: Partial<ContainerStatus> | null, power: Container['power'] = 'ON'): Container {
  return {
    power,
    status: status && { phase: 'EXITED', exitCode: null, oomKilled: null, problem: null, ...status },
  } as Container;
}

test.each([
  [{ exitCode: 0 }, 'ON', /by itself, without an error/],
  [{ exitCode: 3 }, 'ON', /with an error \(exit code 3\)/],
  [{ exitCode: 127 }, 'ON', /not found in the image/],
  [{ exitCode: 126 }, 'ON', /could not be executed/],
  [{ exitCode: 139 }, 'ON', /SIGSEGV/],
  [{ exitCode: 143 }, 'OFF', /was stopped; SIGTERM/],
  [{ exitCode: 137, oomKilled: true }, 'ON', /more memory than its limit/],
  [{ exitCode: null }, 'ON', /not known/],
] as const)('%j while wished %s is said in words', (status, power, words) => {
  expect(exitWords(container(status, power))).toMatch(words);
});

test('what runs needs no words', () => {
  expect(exitWords(container({ phase: 'RUNNING' }))).toBeNull();
});

test('what failed before it ran tells when it failed, not when an earlier run ended', () => {
  const failed = container({ phase: 'FAILED', startedAt: null, finishedAt: null });
  const now = Date.parse('2026-01-01T00:10:00Z');
  expect(sinceWords({ ...failed, reportedAt: '2026-01-01T00:05:00Z' }, now)).toBe('failed 5 min ago');
  const again = container({ phase: 'FAILED', finishedAt: '2025-12-01T00:00:00Z' });
  expect(sinceWords({ ...again, reportedAt: '2026-01-01T00:05:00Z' }, now)).toBe('failed 5 min ago');
});

test('a stop that a user asked for is not a fault', () => {
  expect(lookOf(container({ exitCode: 143 }, 'OFF')).tone).toBe('idle');
  expect(lookOf(container({ exitCode: 143 }, 'ON')).tone).toBe('bad');
});

test('a published port is a link to where it answers', () => {
  const port = { hostAddress: null, hostPort: 8080, containerPort: 80, protocol: 'TCP' as const };
  expect(portUrl(port, '10.0.0.1')).toBe('http://10.0.0.1:8080/');
  expect(portUrl({ ...port, hostAddress: '127.0.0.1' }, '10.0.0.1', 'gantry.example')).toBe(
    'http://gantry.example:8080/',
  );
  expect(portUrl({ ...port, containerPort: 443 }, 'fd00::1')).toBe('https://[fd00::1]:8080/');
  expect(portUrl({ ...port, protocol: 'UDP' }, '10.0.0.1')).toBeNull();
});
