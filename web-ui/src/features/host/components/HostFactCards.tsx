import { IconCheck, IconX } from '@tabler/icons-react';
import type { Host, HostFacts } from '@/shared/api/model';
import { bytes, fullTime } from '@/shared/text/format';
import { Empty } from '@/shared/ui/Notice';
import { Card, Facts } from '@/shared/ui/Page';
import { Ago } from '@/shared/ui/Time';
import { locationWords, osWords } from '../words';
import { Health } from './Health';
import classes from './HostFactCards.module.css';

export function HostFactCards({ host }: { host: Host }) {
  const { facts } = host;
  if (facts === null)
    return (
      <Card>
        <Empty title="Nothing is known of this host yet">
          It has joined; its agent’s first report is due any second.
        </Empty>
      </Card>
    );
  return (
    <div className={classes.grid}>
      <Card title="Health">
        <Health host={host} />
        <div className={classes.space} />
        <Facts
          facts={[
            ['Last seen', <Ago key="s" time={host.lastSeenAt} />],
            ['Joined', <Ago key="j" time={host.joinedAt} />],
            ['Agent', host.agentVersion],
            [
              'Certificate',
              host.certificateExpiresAt && `good until ${fullTime(host.certificateExpiresAt)}; renews itself`,
            ],
          ]}
        />
      </Card>
      <Card title="Machine">
        <Facts
          facts={[
            ['System', osWords(facts)],
            ['Build', facts.os.build],
            ['Kernel', facts.os.kernel],
            ['Architecture', facts.architecture],
            [
              'Size',
              `${facts.cpus} CPUs, ${bytes(facts.memoryBytes)} memory, ${bytes(facts.diskBytes)} disk`,
            ],
            ['Location', locationWords(facts)],
            ['Instance', facts.location.instanceType],
            ['Addresses', <code key="a">{facts.addresses.join(', ')}</code>],
            ['Labels', <Labels key="l" labels={facts.labels} />],
          ]}
        />
      </Card>
      <Engine facts={facts} />
    </div>
  );
}

function Engine({ facts }: { facts: HostFacts }) {
  const { engine } = facts;
  return (
    <Card title="Engine">
      <Facts
        facts={[
          ['Engine', `${engine.name} ${engine.version}`],
          ['Runtime', engine.runtime ?? 'none works'],
          ['Because', engine.reason],
          ['gzip by', engine.gzip ?? 'unknown'],
          ['Isolation', facts.isolations.join(', ')],
          ['Cgroups', facts.cgroup],
          ['Name servers', nameServers(facts)],
        ]}
      />
      <ul className={classes.runtimes}>
        {engine.runtimes.map((runtime) => (
          <li key={runtime.path}>
            {runtime.usable ? (
              <IconCheck size={16} color="var(--g-ok)" aria-label="usable" />
            ) : (
              <IconX size={16} color="var(--g-bad)" aria-label="not usable" />
            )}
            <div>
              <strong>{runtime.name}</strong> {runtime.version} <code>{runtime.path}</code>
              <div className={classes.detail}>{runtime.detail}</div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** An agent that does not tell has neither servers nor trouble. */
function nameServers({ names }: HostFacts) {
  if (names.trouble !== null)
    return (
      <div className={classes.trouble}>
        <IconX size={16} color="var(--g-bad)" aria-label="none" />
        {names.trouble}
      </div>
    );
  return names.servers.length > 0 ? <code>{names.servers.join(', ')}</code> : null;
}

export function Labels({ labels }: { labels: Record<string, string> }) {
  const pairs = Object.entries(labels);
  if (pairs.length === 0) return <span className={classes.detail}>none</span>;
  return (
    <span className={classes.labels}>
      {pairs.map(([name, value]) => (
        <code key={name}>
          {name}={value}
        </code>
      ))}
    </span>
  );
}
