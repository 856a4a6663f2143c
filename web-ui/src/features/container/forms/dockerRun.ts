import { quote } from '@/shared/text/shell';
import { DEFAULT_PIDS, specOf, type ContainerForm } from './spec';

/** The `docker run` line that does what the form asks for, one option a line; pasteable into a POSIX shell. */
export function dockerRun(form: ContainerForm): string {
  const spec = specOf(form);
  const [entry, ...entryArguments] = spec.entrypoint ?? [];
  const options: string[][] = [
    ...option('--name', form.name.trim()),
    ...option('--hostname', spec.hostname),
    ...option('--user', spec.user),
    ...option('--workdir', spec.workingDir),
    ...option('--entrypoint', entry),
    ...Object.entries(spec.env ?? {}).map(([name, value]) => ['--env', `${name}=${value}`]),
    ...(spec.ports ?? []).map((port) => ['--publish', publish(port)]),
    ...option('--network', spec.network === 'NONE' ? 'none' : null),
    // Docker's own default would let it swap as much again; the engine counts swap into the limit.
    ...(form.memoryMib === ''
      ? []
      : [
          ['--memory', `${form.memoryMib}m`],
          ['--memory-swap', `${form.memoryMib}m`],
        ]),
    ...option('--cpus', form.cpus === '' ? null : String(form.cpus)),
    ['--pids-limit', String(form.pids === '' ? DEFAULT_PIDS : form.pids)],
    ...(spec.readOnlyRoot === true ? [['--read-only']] : []),
    ...(spec.noNewPrivileges === true ? [['--security-opt', 'no-new-privileges']] : []),
  ];
  const verb = form.start ? ['docker', 'run', '--detach'] : ['docker', 'create'];
  // Docker's --entrypoint takes one word; the entrypoint's other words come before the command's.
  const tail = [spec.image === '' ? 'IMAGE' : spec.image, ...entryArguments, ...(spec.command ?? [])];
  return [verb, ...options, tail].map((words) => words.map(quote).join(' ')).join(' \\\n  ');
}

function option(name: string, value: string | null | undefined): string[][] {
  return value === null || value === undefined || value === '' ? [] : [[name, value]];
}

function publish(port: {
  hostAddress: string | null;
  hostPort: number;
  containerPort: number;
  protocol: string;
}): string {
  // Without an address Docker would publish on IPv6 as well, where the engine does not.
  return `${port.hostAddress ?? '0.0.0.0'}:${port.hostPort}:${port.containerPort}${port.protocol === 'UDP' ? '/udp' : ''}`;
}
