import { ownRegistry } from './own';

test.each([
  ['gantry.example:8080', 'http:', 'gantry.example:8080'],
  ['gantry.example', 'https:', 'gantry.example'],
  ['localhost', 'http:', 'localhost'],
  ['gantry', 'https:', 'gantry:443'],
  ['gantry', 'http:', 'gantry:80'],
])('the registry of the page at %s over %s is %s', (host, protocol, registry) => {
  expect(ownRegistry({ host, protocol })).toBe(registry);
});
