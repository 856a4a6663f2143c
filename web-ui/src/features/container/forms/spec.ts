import type { ContainerSpec, PortMapping } from '@/shared/api/model';
import { ShellSyntaxError, splitWords } from '@/shared/text/shell';
import type { NewContainer } from '../container.api';

export interface PortRow {
  hostAddress: string;
  hostPort: number | '';
  containerPort: number | '';
  protocol: 'TCP' | 'UDP';
}

/** The create form as a person fills it in; numbers are '' while their field is empty. */
export interface ContainerForm {
  image: string;
  name: string;
  hostId: string;
  entrypoint: string;
  command: string;
  env: { name: string; value: string }[];
  ports: PortRow[];
  memoryMib: number | '';
  cpus: number | '';
  pids: number | '';
  network: 'BRIDGE' | 'NONE';
  readOnlyRoot: boolean;
  noNewPrivileges: boolean;
  user: string;
  workingDir: string;
  hostname: string;
  start: boolean;
}

export const emptyForm: ContainerForm = {
  image: '',
  name: '',
  hostId: '',
  entrypoint: '',
  command: '',
  env: [],
  ports: [],
  memoryMib: '',
  cpus: '',
  pids: '',
  network: 'BRIDGE',
  readOnlyRoot: false,
  noNewPrivileges: false,
  user: '',
  workingDir: '',
  hostname: '',
  start: true,
};

const MIB = 1024 * 1024;

/** Processes and threads of a container whose spec names no limit; the API's document says so, too. */
export const DEFAULT_PIDS = 4096;

/** The specification that the form asks for; throws ShellSyntaxError for a command no shell could read. */
export function specOf(form: ContainerForm): Partial<ContainerSpec> & { image: string } {
  const words = (text: string) => (text.trim() === '' ? null : splitWords(text));
  return {
    image: form.image.trim(),
    entrypoint: words(form.entrypoint),
    command: words(form.command),
    env: Object.fromEntries(
      form.env.filter(({ name }) => name.trim() !== '').map((e) => [e.name.trim(), e.value]),
    ),
    workingDir: form.workingDir.trim() || null,
    user: form.user.trim() || null,
    hostname: form.hostname.trim() || null,
    network: form.network,
    ports: form.network === 'NONE' ? [] : form.ports.flatMap(portOf),
    limits: {
      memoryBytes: form.memoryMib === '' ? null : form.memoryMib * MIB,
      cpus: form.cpus === '' ? null : form.cpus,
      pids: form.pids === '' ? null : form.pids,
    },
    readOnlyRoot: form.readOnlyRoot,
    noNewPrivileges: form.noNewPrivileges,
  };
}

function portOf({ hostAddress, hostPort, containerPort, protocol }: PortRow): PortMapping[] {
  if (hostPort === '' || containerPort === '') return [];
  return [{ hostAddress: hostAddress.trim() || null, hostPort, containerPort, protocol }];
}

export function wishOf(form: ContainerForm): NewContainer {
  return {
    name: form.name.trim() || undefined,
    hostId: form.hostId || undefined,
    spec: specOf(form),
    start: form.start,
  };
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/;

const readable = (text: string) => {
  try {
    splitWords(text);
    return null;
  } catch (error) {
    return error instanceof ShellSyntaxError ? error.message : 'This can’t be read as a command';
  }
};

const needed = (port: number | '') => (port === '' ? 'A port from 1 to 65535' : null);

/** What the page can refuse without asking the server; the server has the last word. */
export const rules = {
  image: (image: string) => (image.trim() === '' ? 'Which image?' : null),
  name: (name: string) =>
    name.trim() === '' || NAME.test(name.trim())
      ? null
      : 'Letters, digits, dots, dashes, underscores; a letter or digit first',
  entrypoint: readable,
  command: readable,
  memoryMib: (mib: number | '') => (mib !== '' && mib < 6 ? 'At least 6 MiB' : null),
  env: {
    name: (name: string, form: ContainerForm) =>
      name.includes('=')
        ? 'A name has no equals sign'
        : name !== '' && form.env.filter((e) => e.name === name).length > 1
          ? 'This name is there twice'
          : null,
  },
  ports: { hostPort: needed, containerPort: needed },
};

/** Where a field of the server's problem is in the form: "spec.ports[0].hostPort" → "ports.0.hostPort". */
export function formField(field: string): string {
  const path = field.replace(/^spec\./, '').replace(/\[(\d+)\]/g, '.$1');
  return path === 'limits.memoryBytes' ? 'memoryMib' : path.replace(/^limits\./, '');
}
