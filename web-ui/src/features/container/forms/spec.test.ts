import api from '../../../../openapi.json';
import { DEFAULT_PIDS, emptyForm, formField, rules, specOf, wishOf } from './spec';

test('empty fields keep what the image says', () => {
  const spec = specOf({ ...emptyForm, image: ' nginx ' });
  expect(spec).toMatchObject({ image: 'nginx', command: null, entrypoint: null, user: null, ports: [] });
  expect(spec.limits).toEqual({ memoryBytes: null, cpus: null, pids: null });
});

test('memory is sent in bytes', () => {
  expect(specOf({ ...emptyForm, memoryMib: 256 }).limits?.memoryBytes).toBe(268_435_456);
});

test('no host and no name are left to the server', () => {
  expect(wishOf({ ...emptyForm, image: 'a' })).toMatchObject({
    name: undefined,
    hostId: undefined,
    start: true,
  });
});

test.each(['../x', '-rf', 'a b', 'ü', 'a'.repeat(129)])(
  'the name %j is refused before it is sent',
  (name) => {
    expect(rules.name(name)).not.toBeNull();
  },
);

test('a variable that is there twice is refused', () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' },
  ];
  expect(rules.env.name('A', { ...emptyForm, env })).toMatch('twice');
});

test.each([
  ['spec.ports[0].hostPort', 'ports.0.hostPort'],
  ['ports[1].containerPort', 'ports.1.containerPort'],
  ['spec.limits.memoryBytes', 'memoryMib'],
  ['spec.limits.cpus', 'cpus'],
  ['name', 'name'],
])("the server's field %s is the form's field %s", (field, expected) => {
  expect(formField(field)).toBe(expected);
});

test('the default limit of processes is the one that the API names', () => {
  expect(api.components.schemas.NewLimits.properties.pids.default).toBe(DEFAULT_PIDS);
});
