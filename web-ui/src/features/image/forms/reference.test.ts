import { normalReference, referenceProblem, suggestReference } from './reference';

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
