import { movedTo, normalReference, referenceProblem, registryOf, suggestReference } from './reference';

test.each(['', 'nginx', 'nginx:1.27', 'shop/checkout:4.12.0-RC1', 'registry.example.org:5000/a/b_c:x'])(
  '%j is a name',
  (text) => {
    expect(referenceProblem(text)).toBeNull();
  },
);

test.each(['Nginx', 'a//b', ':tag', 'a:', 'a b', '../x', '-rf', 'ü'])('%j is refused', (text) => {
  expect(referenceProblem(text)).not.toBeNull();
});

test('a file name suggests a reference that is one', () => {
  expect(suggestReference('My App_v2.tar.gz')).toBe('my-app-v2:latest');
  expect(referenceProblem(suggestReference('My App_v2.tar.gz'))).toBeNull();
});

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['team/app', 'docker.io/team/app:latest'],
  ['docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['localhost/app:1', 'localhost/app:1'],
  ['registry.example.com:5000/team/app', 'registry.example.com:5000/team/app:latest'],
  ['', null],
  ['NOT A NAME', null],
])('completes %s to %s', (text, whole) => {
  expect(normalReference(text)).toBe(whole);
});

test.each([
  ['docker.io/library/nginx:1.27', 'here:8080/nginx:1.27'],
  ['nginx', 'here:8080/nginx'],
  ['ghcr.io/team/app:2', 'here:8080/team/app:2'],
  ['localhost:5000/library/app', 'here:8080/library/app'],
  ['', 'here:8080/'],
])('%s becomes %s in another registry', (text, moved) => {
  expect(movedTo('here:8080', text)).toBe(moved);
});

test('a name says which registry it is of', () => {
  expect(['team/app', 'ghcr.io/team/app', ' localhost:5000/app '].map(registryOf)).toEqual([
    'docker.io',
    'ghcr.io',
    'localhost:5000',
  ]);
});
