import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useHostAddresses } from '@/features/host';
import type { Container, PortMapping } from '@/shared/api/model';
import { bytes, fullTime, shortReference } from '@/shared/text/format';
import { commandLine } from '@/shared/text/shell';
import { Code } from '@/shared/ui/Copy';
import { Facts } from '@/shared/ui/Page';
import { Ago } from '@/shared/ui/Time';
import { portUrl } from '../ports';
import { DEFAULT_PIDS } from '../forms/spec';
import { isUp } from '../state';
import classes from './SpecFacts.module.css';

/** What one asks first: image, ports, address, since when. */
export function StateFacts({ container }: { container: Container }) {
  const { spec, status } = container;
  const name = shortReference(spec.image);
  return (
    <dl className={classes.strip}>
      <div>
        <dt>Image</dt>
        <dd>
          {status?.imageDigest ? (
            <Link to="/images/$digest" params={{ digest: status.imageDigest }}>
              {name}
            </Link>
          ) : (
            name
          )}
        </dd>
      </div>
      <div>
        <dt>Published ports</dt>
        <dd>
          <PortLinks container={container} />
        </dd>
      </div>
      <div>
        <dt>Address</dt>
        <dd>{status?.address ? <Code value={status.address} what="address" /> : '–'}</dd>
      </div>
      <div>
        <dt>Process</dt>
        <dd>{status?.pid ?? '–'}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>
          <Ago time={container.createdAt} /> by {container.createdBy}
        </dd>
      </div>
    </dl>
  );
}

function PortLinks({ container }: { container: Container }) {
  const address = useHostAddresses();
  const { ports } = container.spec;
  if (ports.length === 0) return 'none';
  return (
    <span className={classes.ports}>
      {ports.map((port) => {
        const href = isUp(container) ? portUrl(port, address(container.host)) : null;
        const text = portText(port);
        return href === null ? (
          <code key={text}>{text}</code>
        ) : (
          <a key={text} href={href} target="_blank" rel="noreferrer">
            <code>{text}</code> <IconExternalLink size={13} aria-label="opens in a new tab" />
          </a>
        );
      })}
    </span>
  );
}

const portText = ({ hostAddress, hostPort, containerPort, protocol }: PortMapping) =>
  `${hostAddress === null ? '' : `${hostAddress}:`}${hostPort}→${containerPort}/${protocol.toLowerCase()}`;

/** All that was wished for, as it was written. */
export function SpecFacts({ container }: { container: Container }) {
  const { spec, status } = container;
  const words = (list: string[] | null) =>
    list === null ? 'the image’s own' : <code>{commandLine(list)}</code>;
  const { memoryBytes, cpus, pids } = spec.limits;
  return (
    <div className={classes.details}>
      <Facts
        facts={[
          ['Id', <Code key="i" value={container.id} what="id" />],
          ['Entrypoint', words(spec.entrypoint)],
          ['Command', words(spec.command)],
          ['User', spec.user ?? 'the image’s own'],
          ['Directory', spec.workingDir ?? 'the image’s own'],
          ['Host name', spec.hostname ?? 'from its id'],
          ['Environment', <Pairs key="e" pairs={spec.env} />],
          ['Labels', <Pairs key="l" pairs={spec.labels} />],
        ]}
      />
      <Facts
        facts={[
          ['Network', spec.network === 'NONE' ? 'none: loopback only' : 'bridge'],
          ['Memory', memoryBytes === null ? 'no limit' : `at most ${bytes(memoryBytes)}, swap included`],
          ['CPUs', cpus === null ? 'no limit' : `at most ${cpus}`],
          ['Processes', pids === null ? `at most ${DEFAULT_PIDS}, the default` : `at most ${pids}`],
          ['Root', spec.readOnlyRoot ? 'read-only' : 'writable'],
          ['New privileges', spec.noNewPrivileges ? 'never' : 'as the image’s setuid programs say'],
          [
            'Stop',
            `${spec.stopSignal ?? 'the image’s signal'}, then SIGKILL after ${spec.stopGraceSeconds ?? 10} s`,
          ],
          ['Started', status?.startedAt ? fullTime(status.startedAt) : 'never'],
          ['Ended', status?.finishedAt ? fullTime(status.finishedAt) : null],
          ['Exit code', status?.exitCode ?? null],
          ['Run', container.run],
        ]}
      />
    </div>
  );
}

function Pairs({ pairs }: { pairs: Record<string, string> }) {
  const list = Object.entries(pairs);
  if (list.length === 0) return 'none';
  return list.map(([name, value]) => (
    <div key={name}>
      <code>
        {name}={value}
      </code>
    </div>
  ));
}
