import { differences } from './diff';

test('only what differs is shown, with its path', () => {
  const before = { role: 'VIEWER', enabled: true, limits: { cpus: 1 } };
  const after = { role: 'VIEWER', enabled: false, limits: { cpus: 1 }, ports: [80] };
  expect(differences(before, after)).toEqual([
    { path: 'enabled', before: 'true', after: 'false' },
    { path: 'ports[0]', before: undefined, after: '80' },
  ]);
});

test('something new has no before', () => {
  expect(differences(null, { name: 'web' })).toEqual([{ path: 'name', before: undefined, after: 'web' }]);
});

test('a field that became null says so', () => {
  expect(differences({ user: 'www' }, { user: null })).toEqual([
    { path: 'user', before: 'www', after: 'null' },
  ]);
});
