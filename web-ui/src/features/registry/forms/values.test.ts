import type { Registry } from '@/shared/api/model';
import { hostProblem, secretState, specOf, valuesOf } from './values';

const KEPT: Registry = {
  id: 'r',
  host: 'reg.example.com:5000',
  plainHttp: false,
  authority: null,
  mirrorOf: 'docker.io',
  tokenHosts: ['auth.example.com'],
  username: 'anna',
  createdAt: '2026-01-01T00:00:00Z',
  version: 3,
};

test('what is read and not touched is sent as it was, and the secret is kept by not being sent', () => {
  expect(specOf(valuesOf(KEPT))).toEqual({
    host: 'reg.example.com:5000',
    mirrorOf: 'docker.io',
    plainHttp: false,
    authority: null,
    tokenHosts: ['auth.example.com'],
    username: 'anna',
    secret: null,
  });
  expect(secretState(KEPT, valuesOf(KEPT))).toBe('kept');
});

test.each([
  { host: 'other.example.com' },
  { plainHttp: true },
  { authority: '-----BEGIN CERTIFICATE-----' },
  { tokenHosts: [] },
])('a change of %j would show the secret to others, so it is asked for again', (change) => {
  expect(secretState(KEPT, { ...valuesOf(KEPT), ...change })).toBe('exposed');
});

test('another user name or mirror shows it to nobody else', () => {
  expect(secretState(KEPT, { ...valuesOf(KEPT), username: 'otto', mirrorOf: '' })).toBe('kept');
});

test('one without a user has no secret, whatever was typed before', () => {
  const values = { ...valuesOf(KEPT), known: false, secret: 'typed' };
  expect(specOf(values)).toMatchObject({ username: null, secret: null });
  expect(secretState(null, valuesOf(null))).toBe('none');
});

test.each([
  ['ghcr.io', null],
  ['localhost:5000', null],
  ['', /Name the host/],
  ['https://ghcr.io', /without what stands before/],
  ['ghcr.io/team', /Only the host/],
])('the host %j', (text, problem) => {
  if (problem === null) expect(hostProblem(text)).toBeNull();
  else expect(hostProblem(text)).toMatch(problem);
});
