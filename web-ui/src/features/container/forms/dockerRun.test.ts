import { splitWords } from '@/shared/text/shell';
import { dockerRun } from './dockerRun';
import { emptyForm, type ContainerForm } from './spec';

const line = (form: Partial<ContainerForm>) => dockerRun({ ...emptyForm, image: 'nginx:1.27', ...form });
const oneLine = (form: Partial<ContainerForm>) => line(form).replaceAll(' \\\n  ', ' ');

test('an image alone is run in the background', () => {
  expect(oneLine({})).toBe('docker run --detach --pids-limit 4096 nginx:1.27');
});

test('a container that is not started is created', () => {
  expect(oneLine({ start: false })).toBe('docker create --pids-limit 4096 nginx:1.27');
});

test('every field of the form becomes its option', () => {
  expect(
    oneLine({
      name: 'web-1',
      hostname: 'web',
      user: '101:101',
      workingDir: '/srv',
      env: [{ name: 'TZ', value: 'Europe/Berlin' }],
      ports: [
        { hostAddress: '', hostPort: 8080, containerPort: 80, protocol: 'TCP' },
        { hostAddress: '127.0.0.1', hostPort: 5353, containerPort: 53, protocol: 'UDP' },
      ],
      memoryMib: 256,
      cpus: 1.5,
      pids: 64,
      readOnlyRoot: true,
      noNewPrivileges: true,
    }),
  ).toBe(
    'docker run --detach --name web-1 --hostname web --user 101:101 --workdir /srv --env TZ=Europe/Berlin ' +
      '--publish 0.0.0.0:8080:80 --publish 127.0.0.1:5353:53/udp --memory 256m --memory-swap 256m --cpus 1.5 --pids-limit 64 ' +
      '--read-only --security-opt no-new-privileges nginx:1.27',
  );
});

test('the other words of an entrypoint come before the command', () => {
  expect(oneLine({ entrypoint: '/bin/sh -c', command: `'echo "$HOME"; exit 3'` })).toBe(
    `docker run --detach --entrypoint /bin/sh --pids-limit 4096 nginx:1.27 -c 'echo "$HOME"; exit 3'`,
  );
});

test('without a network nothing is published', () => {
  const ports = [{ hostAddress: '', hostPort: 8080, containerPort: 80, protocol: 'TCP' as const }];
  expect(oneLine({ network: 'NONE', ports })).toBe(
    'docker run --detach --network none --pids-limit 4096 nginx:1.27',
  );
});

test.each(["it's", '$(reboot)', 'a b', '', '`id`', 'x\ny', '"', '\\', '~', '*', 'ü'])(
  'the shell reads the value %j back as it was typed',
  (value) => {
    const words = splitWords(line({ env: [{ name: 'V', value }] }).replaceAll(' \\\n', ' '));
    expect(words).toContain(`V=${value}`);
  },
);

test('half-filled rows are left out', () => {
  expect(
    oneLine({
      env: [{ name: '', value: 'x' }],
      ports: [{ hostAddress: '', hostPort: 80, containerPort: '', protocol: 'TCP' }],
    }),
  ).toBe('docker run --detach --pids-limit 4096 nginx:1.27');
});
